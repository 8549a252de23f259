package tv.martlet.tracker;

/**
 * Bounds on one message.
 *
 * @param bodyBytes largest HTTP body
 * @param nesting deepest nesting of JSON objects and arrays
 * @param values most JSON values in one message
 * @param swarms most swarm actions or statistics in one request
 * @param addresses most addresses of one peer
 */
public record MessageLimits(int bodyBytes, int nesting, int values, int swarms, int addresses) {
  /** For the tracker. */
  public static final MessageLimits REQUEST = new MessageLimits(64 << 10, 12, 4096, 64, 8);

  /** For the client: lists of peers are longer than requests. */
  public static final MessageLimits RESPONSE = new MessageLimits(512 << 10, 12, 32768, 64, 8);

  /** Longest peer ID and transaction ID, in characters. */
  public static final int ID_CHARS = 128;

  /** Longest swarm ID in hexadecimal digits: an RSA key of 8192 bits with room to spare. */
  public static final int SWARM_ID_CHARS = 2560;

  /** Longest of the words that describe an address. */
  public static final int WORD_CHARS = 32;

  public MessageLimits {
    require(bodyBytes >= 256, "body bytes: at least 256");
    require(nesting >= 8, "nesting: at least 8");
    require(values >= 64, "values: at least 64");
    require(swarms >= 1, "swarms in one request: at least 1");
    require(addresses >= 1, "addresses of a peer: at least 1");
  }

  static void require(boolean holds, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException("tracker limit out of range: " + wanted);
    }
  }
}

package tv.martlet.media;

/**
 * One elementary stream of a programme, as its PMT tells.
 *
 * @param pid its packets' PID
 * @param streamType the stream_type of ISO/IEC 13818-1 table 2-34
 * @param codec what that and the descriptors mean
 * @param language three letters of ISO 639-2, or empty
 */
public record TsStream(int pid, int streamType, Codec codec, String language) {
  /** Whether this is video. */
  public boolean isVideo() {
    return codec.kind() == Codec.Kind.VIDEO;
  }
}

package tv.martlet.tracker;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks server nonces (RFC 7616 §3.3).
 *
 * <p>A nonce carries its time and a seal, so that challenges cost no memory; only one with which a
 * password was proved is remembered, with the counts that were used. A count is good once.
 */
final class DigestNonces {
  /** How long a nonce is good, in milliseconds. */
  static final long LIFETIME_MILLIS = 5 * 60_000;

  /** How often a nonce is good. */
  static final int MOST_USES = 1000;

  /** Most nonces remembered. */
  static final int MOST_REMEMBERED = 4096;

  /** The time of a nonce that was not made here: before every floor. */
  private static final long NOT_OURS = Long.MIN_VALUE;

  private static final int BYTES = 8 + 8 + 16;
  private final RandomGenerator random;
  private final SecretKeySpec key;
  private final Map<String, Counts> used = new LinkedHashMap<>();

  /** Nonces made before this are stale: what was known of some of them had to be forgotten. */
  private long floor = NOT_OURS + 1;

  private static final class Counts {
    private long highest;
    private long window;
    private int uses;

    /** Marks a count; false if it was used, or is too old to tell. */
    boolean mark(long count) {
      if (count > highest) {
        long step = count - highest;
        window = step >= 64 ? 1 : (window << step) | 1;
        highest = count;
      } else {
        long back = highest - count;
        if (back >= 64 || (window & (1L << back)) != 0) {
          return false;
        }
        window |= 1L << back;
      }
      return ++uses <= MOST_USES;
    }
  }

  DigestNonces(RandomGenerator random) {
    this.random = random;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    key = new SecretKeySpec(secret, "HmacSHA256");
  }

  String make(long nowMillis) {
    ByteBuffer nonce = ByteBuffer.allocate(BYTES);
    nonce.putLong(nowMillis).putLong(random.nextLong());
    nonce.put(seal(nonce.array()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce.array());
  }

  /** Whether it is one of ours and neither too old nor forgotten. */
  boolean fresh(String nonce, long nowMillis) {
    long made = madeAt(nonce);
    return made >= floor && made <= nowMillis && nowMillis - made < LIFETIME_MILLIS;
  }

  /** Takes one use of a fresh nonce; false if this count was seen or the nonce is used up. */
  boolean use(String nonce, long count, long nowMillis) {
    Counts counts = used.get(nonce);
    if (counts == null) {
      makeRoom(nowMillis);
      if (madeAt(nonce) < floor) {
        return false;
      }
      counts = new Counts();
      used.put(nonce, counts);
    }
    return counts.mark(count);
  }

  private void makeRoom(long nowMillis) {
    if (used.size() < MOST_REMEMBERED) {
      return;
    }
    used.keySet().removeIf(nonce -> !fresh(nonce, nowMillis));
    if (used.size() >= MOST_REMEMBERED) {
      String eldest = used.keySet().iterator().next();
      floor = Math.max(floor, madeAt(eldest) + 1);
      used.keySet().removeIf(nonce -> madeAt(nonce) < floor);
    }
  }

  int remembered() {
    return used.size();
  }

  private long madeAt(String nonce) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(nonce);
      if (bytes.length == BYTES
          && MessageDigest.isEqual(seal(bytes), Arrays.copyOfRange(bytes, 16, BYTES))) {
        return ByteBuffer.wrap(bytes).getLong();
      }
    } catch (IllegalArgumentException e) {
      // not Base64: not ours
    }
    return NOT_OURS;
  }

  private byte[] seal(byte[] nonce) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(nonce, 0, 16);
      return Arrays.copyOf(mac.doFinal(), 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // each JDK has it
    }
  }
}

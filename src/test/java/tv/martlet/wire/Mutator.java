package tv.martlet.wire;

import java.util.SplittableRandom;

/** Spoils bytes: flips, overwrites, cuts, doubles, inserts and fills with what hurts most. */
public final class Mutator {
  private static final byte[] NASTY = {0, 1, 2, 4, 7, 8, 13, 14, 0x21, 0x7f, (byte) 0x80, -1};

  private final SplittableRandom random;

  public Mutator(SplittableRandom random) {
    this.random = random;
  }

  /** Spoils the first length bytes in place and returns their new number, at most all. */
  public int spoil(byte[] b, int length) {
    int now = length;
    for (int n = random.nextInt(1, 5); n > 0; n--) {
      now = once(b, now);
    }
    return now;
  }

  private int once(byte[] b, int length) {
    if (length == 0) {
      return random.nextInt(16);
    }
    int at = random.nextInt(length);
    switch (random.nextInt(7)) {
      case 0 -> b[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> b[at] = (byte) random.nextInt();
      case 2 -> b[at] = NASTY[random.nextInt(NASTY.length)];
      case 3 -> {
        return at;
      }
      case 4 -> {
        int count = Math.min(random.nextInt(32), b.length - length);
        System.arraycopy(b, at, b, at + count, length - at);
        return length + count;
      }
      case 5 -> {
        int count = Math.min(random.nextInt(9), length - at);
        System.arraycopy(b, at + count, b, at, length - at - count);
        return length - count;
      }
      default -> {
        byte fill = NASTY[random.nextInt(NASTY.length)];
        for (int i = at; i < Math.min(at + 8, length); i++) {
          b[i] = fill;
        }
      }
    }
    return length;
  }
}

package tv.martlet.cli;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** A picture of the screen, and what a look at it tells. */
record Sight(BufferedImage picture) {
  /** What decoding, scaling and JPEG may do to a colour. */
  private static final int TOLERANCE = 60;

  /** Whether most of it has a station's colour. */
  boolean shows(Station station) {
    int alike = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        alike += isLike(picture.getRGB(x, y), station.colour().getRGB()) ? 1 : 0;
      }
    }
    return alike > 0.8 * picture.getWidth() * picture.getHeight();
  }

  /** How many pixels of the upper third, where texts stand, are nearly white. */
  int white() {
    return upper((x, y) -> isLike(picture.getRGB(x, y), Color.WHITE.getRGB()));
  }

  /** How many pixels of the upper third are other than in a picture of the same size. */
  int differs(Sight other) {
    return upper((x, y) -> !isLike(picture.getRGB(x, y), other.picture.getRGB(x, y)));
  }

  private interface Pixel {
    boolean test(int x, int y);
  }

  private int upper(Pixel counted) {
    int count = 0;
    for (int y = 0; y < picture.getHeight() / 3; y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        count += counted.test(x, y) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isLike(int one, int other) {
    for (int shift = 0; shift <= 16; shift += 8) {
      if (Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) > TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}

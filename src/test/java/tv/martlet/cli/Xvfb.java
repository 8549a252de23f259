package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A screen without a screen, and what it shows. */
final class Xvfb {
  static final int WIDTH = 640;
  static final int HEIGHT = 360;

  private final Household home;
  private final Path dir;
  private final String display;
  private int shots;

  private Xvfb(Household home, Path dir, String display) {
    this.home = home;
    this.dir = dir;
    this.display = display;
  }

  static Xvfb start(Household home, Path dir) throws IOException, InterruptedException {
    String size = WIDTH + "x" + HEIGHT + "x24";
    Member server =
        home.program("screen", "Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", size);
    String number = server.awaitOut(line -> line.matches("\\d+"));
    return new Xvfb(home, dir, ":" + number);
  }

  /** For {@code DISPLAY}. */
  String display() {
    return display;
  }

  BufferedImage look() throws Exception {
    Path file = dir.resolve("screen-" + shots++ + ".png");
    Member made =
        home.program(
            "look",
            "ffmpeg",
            "-v",
            "error",
            "-f",
            "x11grab",
            "-draw_mouse",
            "0",
            "-video_size",
            WIDTH + "x" + HEIGHT,
            "-i",
            display,
            "-frames:v",
            "1",
            file.toString());
    assertEquals(0, made.awaitExit(30), made::story);
    return ImageIO.read(file.toFile());
  }
}

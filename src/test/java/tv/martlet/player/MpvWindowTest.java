package tv.martlet.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real mpv in a real window, on a screen without a screen. */
class MpvWindowTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;

  @TempDir Path dir;
  private Process xvfb;
  private String display;
  private TsServer server;
  private MpvPlayer player;

  @BeforeEach
  void start() throws Exception {
    xvfb =
        new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", WIDTH + "x" + HEIGHT + "x24")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = xvfb.inputReader();
    display = ":" + said.readLine();
    server = new TsServer(Map.of("red", make("red"), "blue", make("blue")), 20);
    Path command = dir.resolve("mpv");
    Files.writeString(command, "#!/bin/sh\nDISPLAY=" + display + " exec mpv \"$@\"\n");
    assertTrue(command.toFile().setExecutable(true));
    player = open("x11");
  }

  private MpvPlayer open(String output) throws PlayerException {
    return MpvPlayer.start(
        new PlayerSettings(
            PlayerSettings.Backend.MPV,
            dir.resolve("mpv").toString(),
            List.of("--fullscreen=yes", "--gpu-sw=yes"),
            output,
            "null",
            "no"),
        new Machine("", Map.of(), false),
        new MpvPlayer.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30)));
  }

  @AfterEach
  void end() throws IOException {
    if (player != null) {
      player.close();
    }
    if (server != null) {
      server.close();
    }
    xvfb.destroy();
  }

  private Path make(String colour) throws Exception {
    Path file = dir.resolve(colour + ".ts");
    Process ffmpeg =
        new ProcessBuilder(
                ("ffmpeg -v error -f lavfi -i color="
                        + colour
                        + ":size=320x180:rate=25 -t 20 -c:v mpeg2video -g 12 -f mpegts "
                        + file)
                    .split(" "))
            .inheritIO()
            .start();
    assertEquals(0, ffmpeg.waitFor());
    return file;
  }

  /**
   * What is on the screen.
   *
   * @param centre the colour in the middle, roughly: 'r', 'b' or '?'
   * @param text whether something bright is written at the top
   */
  private record Seen(char centre, boolean text) {}

  private Seen look() throws IOException {
    Process grab =
        new ProcessBuilder(
                ("ffmpeg -v error -f x11grab -draw_mouse 0 -i "
                        + display
                        + " -frames:v 1 -f rawvideo -pix_fmt rgb24 -")
                    .split(" "))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return seen(grab.getInputStream().readAllBytes());
  }

  private static Seen seen(byte[] rgb) {
    assertEquals(WIDTH * HEIGHT * 3, rgb.length);
    int middle = (HEIGHT * 3 / 4 * WIDTH + WIDTH / 2) * 3;
    boolean red = (rgb[middle] & 0xff) > 200;
    boolean blue = (rgb[middle + 2] & 0xff) > 200;
    boolean text = false;
    for (int i = 0; i < WIDTH * HEIGHT / 4 * 3; i += 3) {
      text |= (rgb[i] & 0xff) > 200 && (rgb[i + 1] & 0xff) > 200 && (rgb[i + 2] & 0xff) > 200;
    }
    return new Seen(red == blue ? '?' : red ? 'r' : 'b', text);
  }

  private void await(Predicate<Seen> wanted) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    Seen seen = look();
    while (!wanted.test(seen)) {
      if (System.nanoTime() - end > 0) {
        fail("still " + seen + ", " + player.state());
      }
      seen = look();
    }
  }

  @Test
  void theLastPictureStaysWithTheNameOfTheNextChannelUntilItIsThere() throws Exception {
    player.play(server.url("red"), "First");
    await(seen -> seen.equals(new Seen('r', false))); // its name has gone again
    player.play(server.url("late-blue"), "Second");
    await(Seen::text);
    assertEquals(new Seen('r', true), look());
    assertEquals(PlayerState.Phase.LOADING, player.state().phase());
    server.letGo();
    await(seen -> seen.centre() == 'b');
    await(seen -> seen.equals(new Seen('b', false)));
  }

  private Seen screenshot() throws Exception {
    Path file = player.screenshot(dir.resolve("shot.png")).get(20, TimeUnit.SECONDS);
    BufferedImage shot = ImageIO.read(file.toFile());
    byte[] rgb = new byte[shot.getWidth() * shot.getHeight() * 3];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = shot.getRGB(i / 3 % shot.getWidth(), i / 3 / shot.getWidth());
      rgb[i] = (byte) (pixel >> (16 - 8 * (i % 3)));
    }
    return seen(rgb);
  }

  /** The output that the box has, drawn without a graphics chip. */
  @Test
  void aScreenshotShowsTheTextOverThePicture() throws Exception {
    player.close();
    player = open("gpu");
    player.play(server.url("red"), "First");
    await(seen -> seen.equals(new Seen('r', false)));
    assertEquals(new Seen('r', false), screenshot());
    player.showText("Dinner is ready", Duration.ofSeconds(30));
    await(seen -> seen.equals(new Seen('r', true)));
    assertEquals(new Seen('r', true), screenshot());
  }

  @Test
  void aScreenshotIsOfThePictureAloneWhereTheOutputKnowsNoOther() throws Exception {
    player.play(server.url("blue"), "First");
    player.showText("Dinner is ready", Duration.ofSeconds(30));
    await(seen -> seen.equals(new Seen('b', true)));
    assertEquals(new Seen('b', false), screenshot());
  }
}

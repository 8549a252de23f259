package tv.martlet.player;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a player must know of the machine that it runs on.
 *
 * @param model the board's name as its device tree gives it, empty where there is none
 * @param environment variables
 * @param drm whether the kernel can put pictures on a screen by itself
 */
public record Machine(String model, Map<String, String> environment, boolean drm) {
  private static final int MAX_MODEL = 128;

  /** This one. */
  public static Machine here() {
    return at(Path.of("/"), System.getenv());
  }

  /** One whose files are below {@code root}. */
  static Machine at(Path root, Map<String, String> environment) {
    Path model = root.resolve("proc/device-tree/model");
    return new Machine(read(model), environment, Files.isDirectory(root.resolve("dev/dri")));
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MAX_MODEL), StandardCharsets.UTF_8);
      return text.replaceAll("\\p{Cntrl}", ""); // a device tree's text ends with a zero byte
    } catch (IOException e) {
      return "";
    }
  }

  /** A window can be opened. */
  boolean hasDesktop() {
    return environment.containsKey("WAYLAND_DISPLAY") || environment.containsKey("DISPLAY");
  }

  boolean hasScreen() {
    return hasDesktop() || drm;
  }

  /** mpv's name of the way in which this board's chip decodes; {@code auto-safe} elsewhere. */
  String hwdec() {
    if (!model.startsWith("Raspberry Pi")) {
      return "auto-safe";
    }
    // The fifth has a stateless HEVC decoder and no other; all before it an H.264 decoder that
    // takes packets and gives pictures.
    boolean stateless = model.contains("Pi 5") || model.contains("Compute Module 5");
    return stateless ? "drm" : "v4l2m2m-copy";
  }
}

package tv.martlet.player;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of mpv. */
final class MpvOptions {
  private static final List<String> FIXED =
      List.of(
          "--no-config",
          "--idle=yes",
          "--force-window=yes",
          "--keep-open=no",
          // Messages go to the log, so the terminal stays on; but nobody types at it.
          "--input-terminal=no",
          "--term-status-msg=",
          "--msg-level=all=warn",
          "--input-default-bindings=no",
          "--load-scripts=no",
          "--osc=no",
          "--osd-bar=no",
          "--ytdl=no",
          "--cursor-autohide=always",
          "--audio-fallback-to-null=yes");

  /**
   * A live transport stream: no guessing of the format, no probing for stream details that the
   * decoders find by themselves (0.3 s instead of 0.9 s to the picture), a cache of some seconds.
   */
  private static final List<String> LIVE =
      List.of(
          "--demuxer=lavf",
          "--demuxer-lavf-format=mpegts",
          "--demuxer-lavf-probe-info=nostreams",
          "--cache=yes",
          "--cache-secs=10",
          "--cache-pause-wait=0.3",
          "--demuxer-max-bytes=8MiB",
          "--demuxer-max-back-bytes=0",
          "--network-timeout=10");

  private static final String AUTO = "auto";

  private MpvOptions() {}

  /**
   * @throws PlayerException when the user's options are not options
   */
  static List<String> commandLine(PlayerSettings settings, Path socket, Machine machine)
      throws PlayerException {
    List<String> line = new ArrayList<>();
    line.add(settings.command());
    line.addAll(FIXED);
    line.addAll(LIVE);
    line.addAll(video(settings.videoOutput(), machine));
    if (!settings.audioOutput().equals(AUTO)) {
      line.add("--ao=" + settings.audioOutput());
    }
    for (String option : settings.options()) {
      if (!option.startsWith("--")) { // anything else would be a file to play
        throw new PlayerException("player.options: \"" + option + "\" must begin with \"--\"");
      }
      line.add(option);
    }
    line.add("--input-ipc-server=" + socket);
    return line;
  }

  /** A window where there is a desktop, else the console's screen straight from the kernel. */
  private static List<String> video(String output, Machine machine) {
    if (output.equals(AUTO) && machine.hasDesktop()) {
      return List.of("--vo=gpu", "--fullscreen=yes");
    }
    if (output.equals(AUTO) || output.equals("drm")) {
      return List.of("--vo=gpu", "--gpu-context=drm");
    }
    return List.of("--vo=" + output);
  }

  /** The decoder to try first, as mpv calls it. */
  static String hwdec(PlayerSettings settings, Machine machine) {
    if (!settings.hwdec().equals(AUTO)) {
      return settings.hwdec();
    }
    // Whoever names an output of their own has something special in mind.
    boolean ours = settings.videoOutput().equals(AUTO) || settings.videoOutput().equals("drm");
    return ours ? machine.hwdec() : Decoding.SOFTWARE;
  }
}

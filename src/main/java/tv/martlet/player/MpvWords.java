package tv.martlet.player;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tv.martlet.player.PlayerState.Sound;

/** What one running mpv can be told and asked, as its commands. For the player's thread. */
final class MpvWords {
  private static final String[] OBSERVED = {"core-idle", "pause", "eof-reached", "vo-configured"};

  private final MpvIpc ipc;

  MpvWords(MpvIpc ipc) {
    this.ipc = ipc;
  }

  /** Has it tell what the player must know. */
  void observe() {
    for (int i = 0; i < OBSERVED.length; i++) {
      var unused = ipc.send("observe_property", i + 1, OBSERVED[i]);
    }
  }

  /** The answer is the number of the file to be. */
  CompletableFuture<Object> load(String url, String title) {
    set("force-media-title", title);
    return ipc.send("loadfile", url, "replace");
  }

  void stop() {
    var unused = ipc.send("stop");
  }

  void sound(Sound sound) {
    set("volume", sound.volume());
    set("mute", sound.muted());
  }

  void text(String text, Duration time) {
    // "$" begins a property in show-text; doubled it is itself
    var unused = ipc.send("show-text", text.replace("$", "$$"), time.toMillis());
  }

  /** As it is seen, or the channel's picture alone where the video output cannot tell the rest. */
  CompletableFuture<Path> screenshot(Path file) {
    return screenshot(file, "window").exceptionallyCompose(e -> screenshot(file, "video"));
  }

  private CompletableFuture<Path> screenshot(Path file, String what) {
    return ipc.send("screenshot-to-file", file.toAbsolutePath(), what).thenApply(data -> file);
  }

  void set(String property, Object value) {
    var unused = ipc.send("set_property", property, value);
  }

  CompletableFuture<Object> get(String property) {
    return ipc.send("get_property", property);
  }
}

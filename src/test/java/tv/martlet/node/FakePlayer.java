package tv.martlet.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import tv.martlet.player.Player;
import tv.martlet.player.PlayerState;
import tv.martlet.player.PlayerState.Phase;
import tv.martlet.player.PlayerState.Picture;
import tv.martlet.player.PlayerState.Sound;
import tv.martlet.player.PlayerState.Source;
import tv.martlet.player.PlayerState.Upkeep;

/** A player that notes what is asked of it, and plays at once. */
final class FakePlayer implements Player {
  private static final PlayerState BEFORE =
      new PlayerState(
          Phase.IDLE,
          new Source("", ""),
          new Picture(OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.empty()),
          new Sound(100, false),
          new Upkeep(0, ""));

  final List<String> said = new CopyOnWriteArrayList<>();
  volatile boolean closed;
  private volatile PlayerState state = BEFORE;
  private volatile Consumer<PlayerState> listener = now -> {};

  @Override
  public void play(String url, String title) {
    said.add("play " + url + " " + title);
    Picture moving = new Picture(OptionalDouble.of(1), OptionalDouble.of(25), OptionalLong.of(321));
    be(new PlayerState(Phase.PLAYING, new Source(url, title), moving, state.sound(), up()));
  }

  private static Upkeep up() {
    return new Upkeep(0, "");
  }

  private void be(PlayerState next) {
    state = next;
    listener.accept(next);
  }

  @Override
  public void stop() {
    said.add("stop");
    be(BEFORE);
  }

  @Override
  public void volume(int percent) {
    said.add("volume " + percent);
  }

  @Override
  public void mute(boolean muted) {
    said.add("mute " + muted);
  }

  @Override
  public void speed(double factor) {
    said.add("speed " + factor);
  }

  @Override
  public void showText(String text, Duration time) {
    said.add("text " + text + " " + time.toMillis());
  }

  @Override
  public CompletableFuture<Path> screenshot(Path file) {
    try {
      return CompletableFuture.completedFuture(Files.writeString(file, "a picture"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PlayerState state() {
    return state;
  }

  @Override
  public void onChange(Consumer<PlayerState> told) {
    listener = told;
  }

  @Override
  public void close() {
    closed = true;
  }
}

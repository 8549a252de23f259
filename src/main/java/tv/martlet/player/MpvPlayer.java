package tv.martlet.player;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.player.PlayerState.Sound;

/**
 * mpv as the {@link Player}: one long-lived process, steered over its socket, so that a change of
 * channel starts no program. This class carries the calls to the player's thread.
 */
public final class MpvPlayer implements Player {
  private static final double MIN_SPEED = 0.5;
  private static final double MAX_SPEED = 2;

  private final ScheduledThreadPoolExecutor thread;
  private final MpvSession session;
  private final MpvSupervisor supervisor;

  /**
   * How long trouble is waited out.
   *
   * @param hang how long mpv may stay silent before it is ended and started again
   * @param firstPicture how long a hardware decoder may take for its first picture
   */
  record Patience(Duration hang, Duration firstPicture) {
    static final Patience NORMAL = new Patience(Duration.ofSeconds(6), Duration.ofSeconds(5));
  }

  private MpvPlayer(PlayerSettings settings, Machine machine, Patience patience)
      throws PlayerException {
    this.thread = newThread();
    Decoding decoding = new Decoding(MpvOptions.hwdec(settings, machine), patience.firstPicture());
    this.session = new MpvSession(thread, decoding);
    this.supervisor =
        new MpvSupervisor(
            socket -> MpvOptions.commandLine(settings, socket, machine),
            patience.hang(),
            thread,
            System::nanoTime,
            session);
  }

  /**
   * Starts mpv; returns before it is ready.
   *
   * @throws PlayerException when it is not installed, with the sentence that says what to do
   */
  public static MpvPlayer start(PlayerSettings settings) throws PlayerException {
    return start(settings, Machine.here(), Patience.NORMAL);
  }

  static MpvPlayer start(PlayerSettings settings, Machine machine, Patience patience)
      throws PlayerException {
    MpvPlayer player = new MpvPlayer(settings, machine, patience);
    try {
      player.supervisor.start();
      return player;
    } catch (PlayerException e) {
      player.close();
      throw e;
    }
  }

  /** The one thread of a player; what is handed to it after its end is dropped. */
  static ScheduledThreadPoolExecutor newThread() {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            body -> {
              Thread made = new Thread(body, "player");
              made.setDaemon(true);
              return made;
            });
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    thread.setRemoveOnCancelPolicy(true);
    return thread;
  }

  @Override
  public void play(String url, String title) {
    session.wish(Playback.Wish.of(url, title, System.nanoTime()));
  }

  @Override
  public void stop() {
    session.wish(null);
  }

  @Override
  public void volume(int percent) {
    int clamped = Math.max(0, Math.min(100, percent));
    thread.execute(() -> session.hear(new Sound(clamped, session.sound().muted())));
  }

  @Override
  public void mute(boolean muted) {
    thread.execute(() -> session.hear(new Sound(session.sound().volume(), muted)));
  }

  @Override
  public void speed(double factor) {
    double clamped = Math.max(MIN_SPEED, Math.min(MAX_SPEED, factor));
    thread.execute(() -> session.pace(Double.isNaN(clamped) ? 1 : clamped));
  }

  @Override
  public void showText(String text, Duration time) {
    thread.execute(
        () -> {
          if (session.words() != null) {
            session.words().text(Playback.cut(text), time);
          }
        });
  }

  @Override
  public CompletableFuture<Path> screenshot(Path file) {
    CompletableFuture<Path> done = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            var unused = session.showing().screenshot(file).whenComplete(into(done));
          } catch (PlayerException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private static <T> BiConsumer<T, Throwable> into(CompletableFuture<T> done) {
    return (value, failure) -> {
      if (failure == null) {
        done.complete(value);
      } else {
        done.completeExceptionally(failure);
      }
    };
  }

  @Override
  public PlayerState state() {
    return session.state();
  }

  @Override
  public void onChange(Consumer<PlayerState> listener) {
    thread.execute(() -> session.listener(listener));
  }

  /** What mpv says of one of its properties; for the tests. */
  CompletableFuture<Object> property(String name) {
    return CompletableFuture.completedFuture(name)
        .thenComposeAsync(asked -> session.words().get(asked), thread);
  }

  /** The process behind now; for the tests, which do it harm. */
  long pid() {
    return CompletableFuture.supplyAsync(supervisor::pid, thread).join();
  }

  @Override
  public void close() {
    thread.execute(
        () -> {
          supervisor.close();
          session.close();
          thread.shutdownNow();
        });
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        Logger.warn("mpv did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

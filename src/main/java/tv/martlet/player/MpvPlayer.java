package tv.martlet.player;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.tinylog.Logger;
import tv.martlet.player.PlayerState.Phase;
import tv.martlet.player.PlayerState.Sound;
import tv.martlet.player.PlayerState.Source;
import tv.martlet.player.PlayerState.Upkeep;

/**
 * mpv as the {@link Player}: one long-lived process, steered over its socket, so that a change of
 * channel starts no program.
 *
 * <p>All fields but {@link #wanted} and {@link #state} belong to the player's thread.
 */
public final class MpvPlayer implements Player {
  private static final Duration HANG_TIME = Duration.ofSeconds(6);
  private static final double MIN_SPEED = 0.5;
  private static final double MAX_SPEED = 2;

  private final ScheduledThreadPoolExecutor thread;
  private final LongSupplier nanos = System::nanoTime;
  private final MpvSupervisor supervisor;
  private final Playback playback = new Playback();
  private final Backoff reload = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

  private volatile Playback.Wish wanted;
  private volatile PlayerState state;
  private Playback.Wish told;
  private boolean telling;
  private MpvWords mpv;
  private Sound sound;
  private double speed = 1;
  private int restarts;
  private String problem = "";
  private boolean closed;
  private Consumer<PlayerState> listener = s -> {};

  private MpvPlayer(PlayerSettings settings, Duration hangTime) throws PlayerException {
    this.thread = new ScheduledThreadPoolExecutor(1, MpvPlayer::newThread);
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    thread.setRemoveOnCancelPolicy(true);
    this.sound = new Sound(100, false);
    this.state = snapshot();
    this.supervisor = new MpvSupervisor(settings, hangTime, thread, nanos, new Supervised());
  }

  /**
   * Starts mpv; returns before it is ready.
   *
   * @throws PlayerException when it is not installed, with the sentence that says what to do
   */
  public static MpvPlayer start(PlayerSettings settings) throws PlayerException {
    return start(settings, HANG_TIME);
  }

  /**
   * @param hangTime how long mpv may stay silent before it is ended and started again
   */
  static MpvPlayer start(PlayerSettings settings, Duration hangTime) throws PlayerException {
    MpvPlayer player = new MpvPlayer(settings, hangTime);
    try {
      player.supervisor.start();
      return player;
    } catch (PlayerException e) {
      player.close();
      throw e;
    }
  }

  private static Thread newThread(Runnable body) {
    Thread thread = new Thread(body, "player");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void play(String url, String title) {
    wanted = Playback.Wish.of(url, title, nanos.getAsLong());
    thread.execute(this::wishAfresh);
  }

  @Override
  public void stop() {
    wanted = null;
    thread.execute(this::wishAfresh);
  }

  private void wishAfresh() {
    reload.reset();
    problem = "";
    tell();
    publish();
  }

  /**
   * Tells mpv the latest wish; while one is on its way the next waits, and only the last counts.
   */
  private void tell() {
    Playback.Wish wish = wanted;
    if (mpv == null || telling || Objects.equals(wish, told)) {
      return;
    }
    told = wish;
    playback.given(wish);
    if (wish == null) {
      mpv.stop();
      return;
    }
    telling = true;
    MpvWords asked = mpv;
    var unused =
        asked
            .load(wish.url(), wish.title())
            .whenCompleteAsync((entry, failure) -> told(asked, entry, failure), thread);
  }

  private void told(MpvWords asked, Object entry, Throwable failure) {
    if (asked != mpv) {
      return; // an mpv that is gone
    }
    telling = false;
    if (failure != null) {
      problem = failure.getMessage();
      reloadLater();
    } else if (entry instanceof Double number) {
      playback.accepted(number.longValue(), nanos.getAsLong());
    }
    tell();
    publish();
  }

  private void reloadLater() {
    Playback.Wish failed = told;
    if (playback.wasSound(nanos.getAsLong())) {
      reload.reset();
    }
    Runnable again =
        () -> {
          if (Objects.equals(told, failed) && Objects.equals(wanted, failed)) {
            told = null;
            tell();
            publish();
          }
        };
    var unused = thread.schedule(again, reload.nextMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void volume(int percent) {
    int clamped = Math.max(0, Math.min(100, percent));
    thread.execute(() -> hear(new Sound(clamped, sound.muted())));
  }

  @Override
  public void mute(boolean muted) {
    thread.execute(() -> hear(new Sound(sound.volume(), muted)));
  }

  private void hear(Sound wish) {
    sound = wish;
    if (mpv != null) {
      mpv.sound(wish);
    }
    publish();
  }

  @Override
  public void speed(double factor) {
    double clamped = Math.max(MIN_SPEED, Math.min(MAX_SPEED, factor));
    thread.execute(() -> pace(Double.isNaN(clamped) ? 1 : clamped));
  }

  private void pace(double wish) {
    if (mpv != null && wish != speed) {
      mpv.set("speed", wish);
    }
    speed = wish;
  }

  @Override
  public void showText(String text, Duration time) {
    thread.execute(
        () -> {
          if (mpv != null) {
            mpv.text(Playback.cut(text), time);
          }
        });
  }

  @Override
  public CompletableFuture<Path> screenshot(Path file) {
    CompletableFuture<Path> done = new CompletableFuture<>();
    thread.execute(() -> takeScreenshot(file, done));
    return done;
  }

  private void takeScreenshot(Path file, CompletableFuture<Path> done) {
    if (mpv == null || playback.phase() == Phase.IDLE) {
      done.completeExceptionally(new PlayerException("nothing is shown: play a channel first"));
      return;
    }
    var unused =
        mpv.screenshot(file)
            .whenComplete(
                (data, failure) -> {
                  if (failure == null) {
                    done.complete(file);
                  } else {
                    done.completeExceptionally(failure);
                  }
                });
  }

  @Override
  public PlayerState state() {
    return state;
  }

  @Override
  public void onChange(Consumer<PlayerState> listener) {
    thread.execute(() -> this.listener = listener);
  }

  /** What mpv says of one of its properties; for the tests. */
  CompletableFuture<Object> property(String name) {
    return CompletableFuture.completedFuture(name)
        .thenComposeAsync(asked -> mpv.get(asked), thread);
  }

  /** The process behind now; for the tests, which do it harm. */
  long pid() {
    return CompletableFuture.supplyAsync(supervisor::pid, thread).join();
  }

  @Override
  public void close() {
    thread.execute(
        () -> {
          closed = true;
          supervisor.close();
          publish();
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

  private void publish() {
    PlayerState now = snapshot();
    PlayerState before = state;
    state = now;
    if (!now.equals(before)) {
      listener.accept(now);
    }
  }

  private PlayerState snapshot() {
    Playback.Wish wish = wanted;
    Source source = wish == null ? Source.NONE : new Source(wish.url(), wish.title());
    return new PlayerState(
        phase(wish), source, playback.picture(), sound, new Upkeep(restarts, problem));
  }

  private Phase phase(Playback.Wish wish) {
    if (closed) {
      return Phase.CLOSED;
    }
    if (mpv == null) {
      return Phase.STARTING;
    }
    if (wish == null) {
      return Phase.IDLE;
    }
    return wish.equals(told) ? playback.phase() : Phase.LOADING;
  }

  /** The supervisor's news, on the player's thread. */
  private final class Supervised implements MpvSupervisor.Owner {
    @Override
    public void up(MpvIpc fresh) {
      mpv = new MpvWords(fresh);
      mpv.observe();
      hear(sound);
      mpv.set("speed", speed);
      tell();
      publish();
    }

    @Override
    public void down(String why) {
      mpv = null;
      told = null;
      telling = false;
      restarts++;
      problem = why;
      playback.lost();
      publish();
    }

    @Override
    public void event(MpvMessage.Event event) {
      switch (event.name()) {
        case "start-file" -> playback.started(event.entry());
        case "end-file" -> endFile(event);
        case "playback-restart" -> askCoreIdle();
        case "property-change" -> property(event);
        default -> {}
      }
      publish();
    }

    private void property(MpvMessage.Event event) {
      if (event.property().equals("core-idle") && event.data() instanceof Boolean idle) {
        coreIdle(idle);
      } else if (event.property().equals("pause") && event.data() instanceof Boolean paused) {
        unpause(paused);
      }
    }

    /** Television does not pause: whatever paused mpv, the stream goes on. */
    private void unpause(boolean paused) {
      if (paused) {
        mpv.set("pause", false);
      }
    }

    /** mpv tells a property's changes late and may leave out a quick there-and-back; so ask. */
    private void askCoreIdle() {
      MpvWords asked = mpv;
      var unused =
          asked
              .get("core-idle")
              .whenCompleteAsync(
                  (data, failure) -> {
                    if (asked == mpv && data instanceof Boolean idle) {
                      coreIdle(idle);
                      publish();
                    }
                  },
                  thread);
    }

    private void coreIdle(boolean idle) {
      playback.coreIdle(idle, nanos.getAsLong());
      if (playback.phase() == Phase.PLAYING) {
        problem = "";
      }
    }

    private void endFile(MpvMessage.Event event) {
      if (playback.ended(event.entry())) {
        problem = "the stream ended (" + event.reason() + "); trying again";
        reloadLater();
      }
    }

    @Override
    public void position(Object seconds) {
      OptionalDouble at =
          seconds instanceof Double s ? OptionalDouble.of(s) : OptionalDouble.empty();
      MpvWords asked = mpv;
      var unused =
          asked
              .get("estimated-vf-fps")
              .whenCompleteAsync((fps, failure) -> measured(asked, at, fps), thread);
    }

    private void measured(MpvWords asked, OptionalDouble at, Object fps) {
      if (asked == mpv) {
        playback.measured(
            at, fps instanceof Double f ? OptionalDouble.of(f) : OptionalDouble.empty());
        state = snapshot(); // a mere change of position is no news
      }
    }
  }
}

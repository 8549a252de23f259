package tv.martlet.player;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.player.PlayerState.Phase;
import tv.martlet.player.PlayerState.Sound;
import tv.martlet.player.PlayerState.Source;
import tv.martlet.player.PlayerState.Upkeep;

/**
 * What was wished for, and what has to be said to mpv so that it holds, over restarts of mpv too.
 *
 * <p>Everything runs on the player's thread but {@link #wish} and {@link #state}.
 */
final class MpvSession implements MpvSupervisor.Owner {
  /** The channel's name stands until the picture is there, and this long after. */
  private static final Duration NAME_AFTER = Duration.ofSeconds(3);

  private static final Duration NAME_BEFORE = Duration.ofMinutes(1);

  private final ScheduledExecutorService thread;
  private final Decoding decoding;
  private final Playback playback = new Playback();
  private final Backoff reload = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

  private volatile Playback.Wish wanted;
  private volatile PlayerState state;
  private Playback.Wish told;
  private boolean telling;
  private MpvWords mpv;
  private Sound sound = new Sound(100, false);
  private double speed = 1;
  private int restarts;
  private String problem = "";
  private boolean closed;
  private Consumer<PlayerState> listener = s -> {};

  MpvSession(ScheduledExecutorService thread, Decoding decoding) {
    this.thread = thread;
    this.decoding = decoding;
    this.state = snapshot();
  }

  /** Any thread. Of wishes that follow each other quickly only the last counts; null for none. */
  void wish(Playback.Wish wish) {
    wanted = wish;
    thread.execute(this::wishAfresh);
  }

  /** Any thread. */
  PlayerState state() {
    return state;
  }

  void listener(Consumer<PlayerState> listener) {
    this.listener = listener;
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
    decoding.settled();
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
      boolean moved = playback.accepted(number.longValue(), System.nanoTime());
      showName(moved);
    }
    tell();
    publish();
  }

  /**
   * mpv keeps the last picture of the file before, but writes over it only once it has begun with
   * the next: a text that comes earlier is seen with the new picture only.
   */
  private void showName(boolean moved) {
    if (playback.isAtWish() && !told.title().isEmpty()) {
      mpv.text(told.title(), moved ? NAME_AFTER : NAME_BEFORE);
    }
    if (moved) {
      decoding.settled();
    }
  }

  private void reloadLater() {
    Playback.Wish failed = told;
    if (playback.wasSound(System.nanoTime())) {
      reload.reset();
    }
    later(
        () -> {
          if (Objects.equals(told, failed) && Objects.equals(wanted, failed)) {
            reloadNow();
          }
        },
        reload.nextMillis());
  }

  private void reloadNow() {
    told = null;
    tell();
    publish();
  }

  private void later(Runnable task, long millis) {
    var unused = thread.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  Sound sound() {
    return sound;
  }

  void hear(Sound wish) {
    sound = wish;
    if (mpv != null) {
      mpv.sound(wish);
    }
    publish();
  }

  void pace(double wish) {
    if (mpv != null && wish != speed) {
      mpv.set("speed", wish);
    }
    speed = wish;
  }

  /** The running mpv while a channel is shown or about to be. */
  MpvWords showing() throws PlayerException {
    if (mpv == null || playback.phase() == Phase.IDLE) {
      throw new PlayerException("nothing is shown: play a channel first");
    }
    return mpv;
  }

  /** The running mpv, or null. */
  MpvWords words() {
    return mpv;
  }

  void close() {
    closed = true;
    publish();
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
    Upkeep upkeep = new Upkeep(restarts, problem.isEmpty() ? decoding.note() : problem);
    return new PlayerState(phase(wish), source, playback.picture(), sound, upkeep);
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

  @Override
  public void up(MpvIpc fresh) {
    mpv = new MpvWords(fresh);
    mpv.observe();
    mpv.set("hwdec", decoding.hwdec());
    hear(sound);
    mpv.set("speed", speed);
    tell();
    publish();
  }

  @Override
  public void down(String why, boolean hung) {
    if (hung && decoding.isWaiting()) { // a decoder that never returns holds up all of mpv
      decoding.giveUp();
      Logger.warn("{}", decoding.note());
    }
    mpv = null;
    told = null;
    telling = false;
    restarts++;
    problem = why;
    playback.lost();
    decoding.settled();
    publish();
  }

  @Override
  public void event(MpvMessage.Event event) {
    switch (event.name()) {
      case "start-file" -> {
        playback.started(event.entry());
        showName(false);
      }
      case "file-loaded" -> awaitPicture();
      case "end-file" -> endFile(event);
      case "playback-restart" -> askCoreIdle();
      case "property-change" -> property(event);
      default -> {}
    }
    publish();
  }

  private void awaitPicture() {
    if (playback.phase() == Phase.LOADING) {
      decoding.opened(System.nanoTime());
      later(this::lookForPicture, decoding.lookEveryMillis());
    }
  }

  private void lookForPicture() {
    MpvWords asked = mpv;
    if (asked == null || !decoding.isWaiting()) {
      return;
    }
    var unused =
        asked
            .get("demuxer-cache-time")
            .whenCompleteAsync((at, failure) -> lookedForPicture(asked, number(at)), thread);
  }

  private void lookedForPicture(MpvWords asked, OptionalDouble received) {
    if (asked != mpv || !decoding.isWaiting()) {
      return;
    }
    if (!decoding.isOverdue(System.nanoTime(), received)) {
      later(this::lookForPicture, decoding.lookEveryMillis());
      return;
    }
    decoding.giveUp();
    Logger.warn("{}", decoding.note());
    mpv.set("hwdec", decoding.hwdec());
    reloadNow();
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
    if (playback.coreIdle(idle, System.nanoTime())) {
      showName(true);
    }
    if (playback.phase() == Phase.PLAYING) {
      problem = "";
    }
  }

  private void endFile(MpvMessage.Event event) {
    if (playback.ended(event.entry())) {
      decoding.settled();
      problem = "the stream ended (" + event.reason() + "); trying again";
      reloadLater();
    }
  }

  @Override
  public void position(Object seconds) {
    MpvWords asked = mpv;
    var unused =
        asked
            .get("estimated-vf-fps")
            .whenCompleteAsync(
                (fps, failure) -> {
                  if (asked == mpv) {
                    playback.measured(number(seconds), number(fps));
                    state = snapshot(); // a mere change of position is no news
                  }
                },
                thread);
  }

  private static OptionalDouble number(Object data) {
    return data instanceof Double d ? OptionalDouble.of(d) : OptionalDouble.empty();
  }
}

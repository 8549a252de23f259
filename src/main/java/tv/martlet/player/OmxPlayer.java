package tv.martlet.player;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.player.PlayerState.Phase;
import tv.martlet.player.PlayerState.Picture;
import tv.martlet.player.PlayerState.Sound;
import tv.martlet.player.PlayerState.Source;
import tv.martlet.player.PlayerState.Upkeep;

/**
 * omxplayer as the {@link Player}, for systems from before mpv could use the board's screen.
 *
 * <p>It takes one stream a run: each change of channel starts it anew, and the screen is black
 * until it shows. It is steered by the keys of its keyboard. It writes no text over the picture,
 * takes no screenshot, plays at the stream's own speed only, and nobody can tell whether it hangs.
 */
public final class OmxPlayer implements Player {
  static final String CANNOT =
      "omxplayer cannot write over the picture, take a screenshot or change its speed, and is black"
          + " between channels: use mpv for these, with player.backend = \"mpv\"";

  /** What one press of + or - changes, in hundredths of a decibel. */
  private static final int KEY_STEP = 300;

  private static final int SILENT = -6_000;
  private static final int MAX_LINE = 2_000;
  private static final long END_MILLIS = 1_000;
  private static final long SOUND_NANOS = 5_000_000_000L;

  private final PlayerSettings settings;
  private final ScheduledThreadPoolExecutor thread = MpvPlayer.newThread();
  private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));
  private volatile Playback.Wish wanted;
  private volatile PlayerState state;
  private Playback.Wish told;
  private Process process;
  private int run;
  private int level;
  private Sound sound = new Sound(100, false);
  private boolean moving;
  private long movedNanos;
  private OptionalLong zapMillis = OptionalLong.empty();
  private int restarts;
  private String problem = "";
  private boolean closed;
  private Consumer<PlayerState> listener = s -> {};

  private OmxPlayer(PlayerSettings settings) {
    this.settings = settings;
    this.state = snapshot();
  }

  /**
   * Makes sure that the program is there; it is started with the first channel.
   *
   * @throws PlayerException when it is not installed, with the sentence that says what to do
   */
  public static OmxPlayer start(PlayerSettings settings) throws PlayerException {
    OmxPlayer player = new OmxPlayer(settings);
    try {
      Process probe = player.launch(List.of(player.command(), "--version"));
      probe.destroy();
    } catch (IOException e) {
      player.thread.shutdownNow();
      throw new PlayerException(
          player.command()
              + " is not installed: it is part of Raspberry Pi OS before 2021-11; elsewhere set"
              + " player.backend = \"mpv\"",
          e);
    }
    Logger.info("{}", CANNOT);
    return player;
  }

  private String command() {
    return settings.command().equals("mpv") ? "omxplayer" : settings.command();
  }

  private Process launch(List<String> words) throws IOException {
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }

  @Override
  public void play(String url, String title) {
    wish(Playback.Wish.of(url, title, System.nanoTime()));
  }

  @Override
  public void stop() {
    wish(null);
  }

  private void wish(Playback.Wish wish) {
    wanted = wish;
    thread.execute(
        () -> {
          backoff.reset();
          problem = "";
          follow();
        });
  }

  /** Only the last of several wishes is still there when this runs. */
  private void follow() {
    Playback.Wish wish = wanted;
    if (closed || (Objects.equals(wish, told) && (wish == null || process != null))) {
      return;
    }
    boolean zap = !Objects.equals(wish, told);
    end();
    told = wish;
    if (zap) {
      zapMillis = OptionalLong.empty();
    }
    if (wish != null) {
      begin(wish);
    }
    publish();
  }

  private void begin(Playback.Wish wish) {
    int number = ++run;
    level = hundredths(sound);
    try {
      process = launch(commandLine(wish.url()));
      Process mine = process;
      Thread log = new Thread(() -> readLog(mine, number), "player-log");
      log.setDaemon(true);
      log.start();
      var unused = mine.onExit().thenAcceptAsync(p -> exited(number, p.exitValue()), thread);
    } catch (IOException e) {
      problem = command() + " cannot be run: set player.command to a player program";
      again();
    }
  }

  private List<String> commandLine(String url) {
    String audio = settings.audioOutput().equals("auto") ? "hdmi" : settings.audioOutput();
    List<String> line = new ArrayList<>();
    line.addAll(List.of(command(), "--no-osd", "--live", "--blank", "-o", audio));
    line.addAll(List.of("--vol", String.valueOf(level)));
    line.addAll(settings.options());
    line.add(url);
    return line;
  }

  private void readLog(Process mine, int number) {
    LineSplitter lines = new LineSplitter(MAX_LINE, line -> said(line, number));
    byte[] bytes = new byte[4096];
    try (InputStream in = mine.getInputStream()) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        lines.take(ByteBuffer.wrap(bytes, 0, n));
      }
    } catch (IOException e) {
      Logger.debug("The log of omxplayer ended: {}", e.toString());
    }
  }

  /** The line about its video codec is the nearest to a first picture that it tells. */
  private void said(String line, int number) {
    if (line.startsWith("Video codec")) {
      long now = System.nanoTime();
      thread.execute(() -> moves(number, now));
    }
  }

  private void moves(int number, long now) {
    if (number == run && told != null && !moving) {
      moving = true;
      movedNanos = now;
      problem = "";
      if (zapMillis.isEmpty()) {
        zapMillis = OptionalLong.of((now - told.askedNanos()) / 1_000_000);
      }
      publish();
    }
  }

  private void exited(int number, int code) {
    if (number != run || closed) {
      return;
    }
    process = null;
    if (moving && System.nanoTime() - movedNanos > SOUND_NANOS) {
      backoff.reset();
    }
    moving = false;
    restarts++;
    problem = "omxplayer ended with code " + code + "; trying again";
    again();
    publish();
  }

  private void again() {
    var unused = thread.schedule(this::follow, backoff.nextMillis(), TimeUnit.MILLISECONDS);
  }

  private void end() {
    run++;
    moving = false;
    if (process == null) {
      return;
    }
    press('q', 1);
    try {
      if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly); // it is a script's child
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    process = null;
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
    int keys = Math.round((hundredths(wish) - level) / (float) KEY_STEP);
    if (process != null && keys != 0) {
      press(keys > 0 ? '+' : '-', Math.abs(keys));
      level += keys * KEY_STEP;
    }
    publish();
  }

  /** Of a decibel, as omxplayer counts volume. */
  static int hundredths(Sound sound) {
    if (sound.muted() || sound.volume() == 0) {
      return SILENT;
    }
    return Math.max(SILENT, (int) Math.round(2_000 * Math.log10(sound.volume() / 100.0)));
  }

  private void press(char key, int times) {
    try {
      byte[] keys = String.valueOf(key).repeat(times).getBytes(StandardCharsets.US_ASCII);
      process.getOutputStream().write(keys);
      process.getOutputStream().flush();
    } catch (IOException e) {
      Logger.debug("omxplayer takes no keys: {}", e.toString());
    }
  }

  /** It cannot. */
  @Override
  public void speed(double factor) {
    Logger.trace("omxplayer plays at the stream's own speed only");
  }

  /** It cannot. */
  @Override
  public void showText(String text, Duration time) {
    Logger.debug("{}", CANNOT);
  }

  /** It cannot. */
  @Override
  public CompletableFuture<Path> screenshot(Path file) {
    return CompletableFuture.failedFuture(new PlayerException(CANNOT));
  }

  @Override
  public PlayerState state() {
    return state;
  }

  @Override
  public void onChange(Consumer<PlayerState> listener) {
    thread.execute(() -> this.listener = listener);
  }

  private void publish() {
    PlayerState now = snapshot();
    boolean news = !now.equals(state);
    state = now;
    if (news) {
      listener.accept(now);
    }
  }

  private PlayerState snapshot() {
    Playback.Wish wish = wanted;
    Source source = wish == null ? Source.NONE : new Source(wish.url(), wish.title());
    Picture picture = new Picture(OptionalDouble.empty(), OptionalDouble.empty(), zapMillis);
    return new PlayerState(phase(wish), source, picture, sound, new Upkeep(restarts, problem));
  }

  private Phase phase(Playback.Wish wish) {
    if (closed) {
      return Phase.CLOSED;
    }
    if (wish == null) {
      return Phase.IDLE;
    }
    return moving && wish.equals(told) ? Phase.PLAYING : Phase.LOADING;
  }

  @Override
  public void close() {
    thread.execute(
        () -> {
          end();
          closed = true;
          publish();
          thread.shutdownNow();
        });
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        Logger.warn("omxplayer did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

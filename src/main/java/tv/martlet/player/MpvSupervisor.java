package tv.martlet.player;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.tinylog.Logger;

/**
 * Keeps one mpv running and connected: starts it, pings it, ends it when it hangs, and starts it
 * again when it is gone. Everything runs on the player's thread, and so do the calls to {@link
 * Owner}.
 */
final class MpvSupervisor implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(15);
  private static final Duration SOUND_LIFE = Duration.ofSeconds(30);
  private static final long CONNECT_EVERY_MILLIS = 20;
  private static final long EXIT_MILLIS = 500;
  private static final int MAX_QUEUED_EVENTS = 256;

  /** Who plays through the supervised mpv. */
  interface Owner {
    /** A fresh mpv is there and knows nothing. */
    void up(MpvIpc ipc);

    void event(MpvMessage.Event event);

    /** The ping's answer: the stream's position, null when there is none. */
    void position(Object seconds);

    /**
     * mpv is gone and will be started again.
     *
     * @param hung it was there, but had stopped to answer
     */
    void down(String problem, boolean hung);
  }

  /** The command line for an mpv that listens at a socket. */
  interface CommandLine {
    /**
     * Its words, the program first.
     *
     * @throws PlayerException when the user's options are not options
     */
    List<String> at(Path socket) throws PlayerException;
  }

  private final CommandLine commandLine;
  private final Duration hangTime;
  private final ScheduledExecutorService thread;
  private final LongSupplier nanos;
  private final Owner owner;
  private final Path directory;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

  private MpvProcess process;
  private MpvIpc ipc;
  private int run;
  private long startedNanos;
  private long pingNanos;
  private boolean pinging;
  private String verdict = "";
  private boolean hung;
  private boolean closed;

  MpvSupervisor(
      CommandLine commandLine,
      Duration hangTime,
      ScheduledExecutorService thread,
      LongSupplier nanos,
      Owner owner)
      throws PlayerException {
    this.commandLine = commandLine;
    this.hangTime = hangTime;
    this.thread = thread;
    this.nanos = nanos;
    this.owner = owner;
    this.directory = privateDirectory(System.getenv());
  }

  /** A directory that only this user can enter: who reaches the socket commands mpv. */
  private static Path privateDirectory(Map<String, String> environment) throws PlayerException {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    Path parent = Path.of(runtime.isEmpty() ? System.getProperty("java.io.tmpdir") : runtime);
    try {
      return Files.createTempDirectory(parent, "martlet-"); // mode 0700
    } catch (IOException e) {
      throw new PlayerException(
          "cannot make a directory in " + parent + ": set TMPDIR to one that is writable", e);
    }
  }

  /** Starts mpv; on any later failure it tries again by itself. */
  void start() throws PlayerException {
    int number = ++run;
    verdict = "";
    hung = false;
    pinging = false;
    startedNanos = nanos.getAsLong();
    Path socket = directory.resolve("mpv-" + number + ".sock");
    process = MpvProcess.start(commandLine.at(socket));
    var unused = process.onExit().thenAcceptAsync(p -> exited(number, p.exitValue()), thread);
    later(() -> connect(number, socket), CONNECT_EVERY_MILLIS);
  }

  private void connect(int number, Path socket) {
    if (isOver(number)) {
      return;
    }
    try {
      ipc = MpvIpc.connect(socket, new Events(number));
      owner.up(ipc);
      later(() -> ping(number), pingEveryMillis());
    } catch (IOException notYet) {
      if (nanos.getAsLong() - startedNanos > START_LIMIT.toNanos()) {
        end("mpv did not open its control socket");
      } else {
        later(() -> connect(number, socket), CONNECT_EVERY_MILLIS);
      }
    }
  }

  private long pingEveryMillis() {
    return Math.min(1_000, hangTime.toMillis() / 3);
  }

  /** The position is a question whose answer is of use; any answer at all shows that mpv lives. */
  private void ping(int number) {
    if (isOver(number)) {
      return;
    }
    if (!pinging) {
      pinging = true;
      pingNanos = nanos.getAsLong();
      var unused =
          ipc.sendAlways("get_property", "time-pos")
              .whenCompleteAsync((seconds, failure) -> pong(number, seconds), thread);
    } else if (nanos.getAsLong() - pingNanos > hangTime.toNanos()) {
      hung = true;
      end("mpv did not answer for " + hangTime.toMillis() + " ms and was restarted");
      return;
    }
    later(() -> ping(number), pingEveryMillis());
  }

  private void pong(int number, Object seconds) {
    if (!isOver(number)) {
      pinging = false;
      owner.position(seconds);
    }
  }

  private void end(String why) {
    verdict = why;
    process.kill();
  }

  private void exited(int number, int code) {
    if (isOver(number)) {
      return;
    }
    if (ipc != null) {
      ipc.close();
      ipc = null;
    }
    if (nanos.getAsLong() - startedNanos > SOUND_LIFE.toNanos()) {
      backoff.reset();
    }
    String last = process.lastLine();
    String said = last.isEmpty() ? "" : "; it last said: " + last;
    retry(verdict.isEmpty() ? "mpv ended with code " + code + said : verdict);
  }

  private void retry(String problem) {
    Logger.warn("{}", problem);
    run++; // whatever is still under way for the old run is over
    owner.down(problem, hung);
    later(this::restart, backoff.nextMillis());
  }

  private void restart() {
    if (closed) {
      return;
    }
    try {
      start();
    } catch (PlayerException e) {
      retry(e.getMessage());
    }
  }

  private boolean isOver(int number) {
    return closed || number != run;
  }

  private void later(Runnable task, long millis) {
    var unused = thread.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    closed = true;
    if (ipc != null) {
      ipc.close();
    }
    if (process != null) {
      process.end();
    }
    deleteDirectory();
  }

  private void deleteDirectory() {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      Logger.debug("Left behind: {}", e.toString());
    }
  }

  /** Carries events from the reading thread to the player's, a bounded number at a time. */
  private final class Events implements MpvIpc.Listener {
    private final int number;
    private final Semaphore places = new Semaphore(MAX_QUEUED_EVENTS);

    Events(int number) {
      this.number = number;
    }

    @Override
    public void event(MpvMessage.Event event) {
      places.acquireUninterruptibly();
      thread.execute(
          () -> {
            places.release();
            if (!isOver(number)) {
              owner.event(event);
            }
          });
    }

    @Override
    public void closed() {
      // A dying mpv closes its socket first; only one that lives on must be ended.
      later(
          () -> {
            if (!isOver(number) && process.isAlive()) {
              end("mpv closed its control socket and was restarted");
            }
          },
          EXIT_MILLIS);
    }
  }
}

package tv.martlet.player;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/** One run of mpv and what it prints. */
final class MpvProcess {
  private static final int KEPT_LINES = 8;
  private static final int MAX_LINE = 500;
  private static final long END_MILLIS = 1_000;

  private final Process process;
  private final Deque<String> lastLines = new ArrayDeque<>();

  private MpvProcess(Process process) {
    this.process = process;
  }

  /**
   * @throws PlayerException with a sentence when the program cannot be started
   */
  static MpvProcess start(List<String> commandLine) throws PlayerException {
    ProcessBuilder builder =
        new ProcessBuilder(commandLine)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      MpvProcess mpv = new MpvProcess(builder.start());
      Thread log = new Thread(mpv::readLog, "player-log");
      log.setDaemon(true);
      log.start();
      return mpv;
    } catch (IOException e) {
      throw new PlayerException(sentence(commandLine.get(0)), e);
    }
  }

  private static String sentence(String command) {
    String name = Path.of(command).getFileName().toString();
    return name.equals(command)
        ? name
            + " is not installed: sudo apt-get install "
            + name
            + ", or set player.backend = \"none\""
        : command + " cannot be run: set player.command to a player program";
  }

  private void readLog() {
    LineSplitter lines = new LineSplitter(4 * MAX_LINE, this::keep);
    byte[] bytes = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        lines.take(ByteBuffer.wrap(bytes, 0, n));
      }
    } catch (IOException e) {
      Logger.debug("The log of mpv ended: {}", e.toString());
    }
  }

  private void keep(String line) {
    String plain = line.replaceAll("\\p{Cntrl}", "");
    String kept = plain.length() > MAX_LINE ? plain.substring(0, MAX_LINE) : plain;
    Logger.debug("mpv: {}", kept);
    synchronized (lastLines) {
      lastLines.addLast(kept);
      if (lastLines.size() > KEPT_LINES) {
        lastLines.removeFirst();
      }
    }
  }

  /** The last thing it said, or empty. */
  String lastLine() {
    synchronized (lastLines) {
      return lastLines.isEmpty() ? "" : lastLines.getLast();
    }
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end, waits a little, and insists. */
  void end() {
    process.destroy();
    try {
      if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }
}

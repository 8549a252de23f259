package tv.martlet.node;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/**
 * Keeps what survives a restart in a small file, which is written about a second after the last
 * change, so that zapping and a turned knob do not wear the card out. Lives on the box's thread.
 */
final class Memory implements AutoCloseable {
  static final int MAX_BYTES = 16 << 10;
  private static final long SETTLE_MILLIS = 1_000;

  private final Path file;
  private final ScheduledExecutorService clerk;
  private Remembered now;
  private Remembered written;
  private boolean due;

  /** Reads the file; what is bad in it is told, and the defaults stand. */
  Memory(Path file, ScheduledExecutorService clerk) {
    this.file = file;
    this.clerk = clerk;
    this.now = read(file);
    this.written = now;
  }

  Remembered get() {
    return now;
  }

  private static Remembered read(Path file) {
    if (!Files.exists(file)) {
      return Remembered.DEFAULT;
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is over " + MAX_BYTES + " bytes");
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return checked(parsed(text));
    } catch (IOException e) {
      Logger.warn(
          "{} tells nothing of the last channel and volume, so defaults hold: {}",
          file,
          e.getMessage());
      return Remembered.DEFAULT;
    }
  }

  private static Remembered parsed(String text) {
    try {
      return new Gson().fromJson(text, Remembered.class);
    } catch (JsonParseException e) {
      return null; // as an empty file would give
    }
  }

  private static Remembered checked(Remembered read) throws IOException {
    boolean whole = read != null && read.channel() != null && read.play() != null;
    if (!whole || read.volume() < 0 || read.volume() > 100) {
      throw new IOException("it is not what was written");
    }
    return read;
  }

  /** Keeps this from now on. */
  void remember(Remembered changed) {
    now = changed;
    if (!due && !now.equals(written)) {
      due = true;
      var unused = clerk.schedule(this::write, SETTLE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void write() {
    due = false;
    if (now.equals(written)) {
      return;
    }
    try {
      AtomicFile.write(file, new Gson().toJson(now).getBytes(StandardCharsets.UTF_8));
      written = now;
    } catch (IOException e) {
      Logger.warn(
          "the last channel and volume cannot be kept in {}: {}: check node.data_dir",
          file,
          e.getMessage());
    }
  }

  /** Writes what is not written yet; once the box's thread has ended. */
  @Override
  public void close() {
    write();
  }
}

package tv.martlet.cli;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintWriter;
import java.util.Locale;

/** How far long work has come: one line on a terminal, a line every five seconds otherwise. */
final class ProgressLine {
  private static final long LINE_NANOS = 5_000_000_000L;
  private static final String CLEAR = "\r\033[K";

  private final PrintWriter err;
  private final boolean terminal = Terminal.isTerminal(2);
  private long last = System.nanoTime();

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Shows the state of the work in place of what was shown before. */
  @FormatMethod
  void show(String form, Object... values) {
    if (terminal) {
      err.print(CLEAR + String.format(Locale.ROOT, form, values));
      err.flush();
    } else if (System.nanoTime() - last >= LINE_NANOS) {
      last = System.nanoTime();
      err.println(String.format(Locale.ROOT, form, values));
    }
  }

  /** The work is done. */
  void clear() {
    if (terminal) {
      err.print(CLEAR);
      err.flush();
    }
  }
}

package tv.martlet.player;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts bytes into UTF-8 lines; a line longer than the bound is dropped whole. */
final class LineSplitter {
  private final int maxLine;
  private final Consumer<String> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  LineSplitter(int maxLine, Consumer<String> sink) {
    this.maxLine = maxLine;
    this.sink = sink;
  }

  void take(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '\n') {
        end();
      } else if (line.size() >= maxLine) {
        tooLong = true;
      } else {
        line.write(b);
      }
    }
  }

  private void end() {
    if (!tooLong && line.size() > 0) {
      sink.accept(line.toString(StandardCharsets.UTF_8));
    }
    tooLong = false;
    line.reset();
  }
}

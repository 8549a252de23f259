package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** ffmpeg sending its test picture and tone as if they were live, until it is killed. */
final class LiveEncoder {
  private final Process process;

  private LiveEncoder(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param muxer ffmpeg's name of the format, with options
   */
  static LiveEncoder to(String url, String muxer) throws IOException {
    String command =
        "ffmpeg -v quiet -re -f lavfi -i testsrc2=s=160x90:r=25 -f lavfi -i sine=r=48000"
            + " -c:v libx264 -preset ultrafast -g 10 -c:a aac -f "
            + muxer
            + " "
            + url;
    return new LiveEncoder(
        new ProcessBuilder(Arrays.asList(command.split(" ", -1)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
  }
}

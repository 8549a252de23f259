package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.media.SourceState.Phase;

/** Channels from a file, a pipe, and the clip that comes with Martlet. */
class FileSourceTest {
  @Test
  void fileIsPlayedToItsEnd(@TempDir Path dir) throws Exception {
    Path file = Files.write(dir.resolve("clip.ts"), Clips.h264());
    Hasty clock = new Hasty();
    MediaInput input = MediaInput.of(InputUri.parse(file.toString()), clock);
    try (Watched watched = new Watched(input)) {
      watched.await(Phase.ENDED);
      byte[] got = watched.bytes.bytes();
      assertEquals("", Clips.complaints(got));
      assertEquals(Clips.packets(Clips.h264(), "v").size(), Clips.packets(got, "v").size());
      assertEquals(6.0, clock.now / 1e6, 0.3);
    }
  }

  @Test
  void recordingCutAnywhereLoopsWithoutAComplaint(@TempDir Path dir) throws Exception {
    byte[] ts = Clips.h264();
    Path file = Files.write(dir.resolve("cut.ts"), Arrays.copyOfRange(ts, 77_777, ts.length));
    MediaInput input = MediaInput.of(InputUri.parse(file + "?loop"), new Hasty());
    byte[] got = passes(ts, input);
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(got, 0, got.length);
    assertEquals(0, scanner.counterErrors() + scanner.discontinuities());
    assertEquals("", Clips.complaints(got));
  }

  /** A prefix of the loop that ends with a pass, so that no picture is cut off. */
  private static byte[] passes(byte[] ts, MediaInput input) throws IOException {
    Clips.Gather gather = new Clips.Gather();
    input.open();
    while (gather.size() < ts.length * 5 / 2) {
      input.read(gather, 250);
    }
    input.close();
    byte[] got = gather.bytes();
    int[] lastUnit = {0};
    TsListener listener =
        new TsListener() {
          @Override
          public void randomAccess(TsStream stream, long offset, long pts) {
            lastUnit[0] = (int) offset;
          }
        };
    new TsScanner(listener).push(got, 0, got.length);
    return Arrays.copyOf(got, lastUnit[0]);
  }

  @Test
  void demoRunsAtAnyRate() throws Exception {
    Hasty clock = new Hasty();
    MediaInput input = MediaInput.of(InputUri.parse("demo:?rate=2M"), clock);
    Clips.Gather gather = new Clips.Gather();
    input.open();
    while (clock.now < 20_000_000) {
      assertEquals(MediaInput.Read.SOME, input.read(gather, 250));
    }
    input.close();
    assertEquals(2_000_000 * 20 / 8.0, (double) gather.size(), 50_000);
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(gather.bytes(), 0, gather.size());
    assertEquals(0, scanner.counterErrors() + scanner.discontinuities());
  }

  @Test
  void otherFormatsAreNamed(@TempDir Path dir) throws Exception {
    saysOf(dir, "-f mp4 -movflags frag_keyframe+empty_moov", "found MP4");
    saysOf(dir, "-f matroska", "found Matroska");
    saysOf(dir, "-f flv -ar 44100", "found FLV");
    saysOf(dir, "-f mpegts -mpegts_m2ts_mode 1", "packets of 192");
    saysOf(dir, "-f h264 -an", "found a bare video stream");
  }

  private static void saysOf(Path dir, String format, String expected) throws Exception {
    byte[] other =
        Clips.run(
                Arrays.asList(
                    ("ffmpeg -v error -f lavfi -i testsrc2=s=320x180 -f lavfi -i sine -t 1 -c:v"
                            + " libx264 -preset ultrafast -c:a aac "
                            + format
                            + " -")
                        .split(" ", -1)),
                new byte[0])
            .out();
    Path file = Files.write(dir.resolve("other"), other);
    try (Watched watched =
        new Watched(MediaInput.of(InputUri.parse(file.toString()), PaceClock.system()))) {
      SourceState state = watched.await(Phase.FAILED);
      assertTrue(state.sentence().contains(expected), state.sentence());
    }
  }

  @Test
  void aMissingFileIsToldOnce() throws Exception {
    MediaInput input = MediaInput.of(InputUri.parse("/no/such.ts"), PaceClock.system());
    try (Watched watched = new Watched(input)) {
      assertTrue(watched.await(Phase.FAILED).sentence().contains("no such file"));
    }
  }

  @Test
  void aPipeIsReadToItsEndAndAWaitingOneIsLeftAtOnce() throws Exception {
    byte[] ts = Clips.shortH264();
    Pipe pipe = Pipe.open();
    Watched watched = new Watched(new PipeInput("pipe", pipe.source()));
    pipe.sink().write(ByteBuffer.wrap(ts, 0, 188 * 100));
    watched.awaitBytes(188 * 100);
    pipe.sink().close();
    watched.await(Phase.ENDED);
    watched.close();
    Pipe silent = Pipe.open();
    Watched waiting = new Watched(new PipeInput("pipe", silent.source()));
    silent.sink().write(ByteBuffer.wrap(ts, 0, 188 * 100));
    waiting.awaitBytes(188 * 100);
    waiting.close();
    assertEquals(Phase.CLOSED, waiting.source.state().phase());
    silent.sink().close();
  }
}

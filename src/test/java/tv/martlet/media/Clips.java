package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Clips that the real ffmpeg makes, once a test run, and what ffmpeg and ffprobe say of bytes. */
final class Clips {
  private static final ConcurrentHashMap<String, byte[]> MADE = new ConcurrentHashMap<>();
  private static final String VIDEO = "testsrc2=s=320x180:r=25";
  private static final String AUDIO = "sine=f=440:r=48000";

  private Clips() {}

  /** H.264 with B-frames and AAC, 6 s, a key frame each second. */
  static byte[] h264() {
    return clip(
        "-c:v libx264 -preset veryfast -g 25 -bf 2 -b:v 400k -c:a aac -b:a 64k -pat_period 0.2");
  }

  /** H.264 without B-frames and AAC, 2 s. */
  static byte[] shortH264() {
    return clip("-t 2 -c:v libx264 -preset ultrafast -g 10 -bf 0 -b:v 300k -c:a aac -b:a 64k");
  }

  /** HEVC and AAC, 6 s. */
  static byte[] hevc() {
    return clip(
        "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25:min-keyint=25"
            + " -b:v 300k -c:a aac -b:a 64k -pat_period 0.2");
  }

  /** MPEG-2 video and MP2, 6 s. */
  static byte[] mpeg2() {
    return clip("-c:v mpeg2video -g 12 -bf 2 -b:v 800k -c:a mp2 -b:a 128k -pat_period 0.2");
  }

  /** AC-3 and E-AC-3 alone. */
  static byte[] audioOnly() {
    return clip("-vn -c:a ac3 -b:a 96k");
  }

  static byte[] clip(String options) {
    return MADE.computeIfAbsent(options, Clips::make);
  }

  private static byte[] make(String options) {
    String command =
        "ffmpeg -v error -f lavfi -i %s -f lavfi -i %s -t 6 %s -threads 2 -f mpegts -"
            .formatted(VIDEO, AUDIO, options);
    return run(Arrays.asList(command.split(" ", -1)), new byte[0]).out();
  }

  /** What a process wrote. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Said(byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  /** Runs a command to its end with bytes on its standard input. */
  static Said run(List<String> command, byte[] input) {
    try {
      Path err = Files.createTempFile("clips", ".err");
      Process p = new ProcessBuilder(command).redirectError(err.toFile()).start();
      Thread feeder = new Thread(() -> feed(p, input));
      feeder.start();
      byte[] out = p.getInputStream().readAllBytes();
      assertTrue(p.waitFor(60, TimeUnit.SECONDS), command + " did not end");
      feeder.join();
      String said = Files.readString(err);
      Files.delete(err);
      return new Said(out, said.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void feed(Process p, byte[] input) {
    try (OutputStream to = p.getOutputStream()) {
      to.write(input);
    } catch (IOException e) {
      // ffprobe closes its input as soon as it knows enough
    }
  }

  /** Every line that ffmpeg says when it decodes these bytes; empty if it is content. */
  static String complaints(byte[] ts) {
    return run(List.of("ffmpeg", "-v", "error", "-threads", "1", "-i", "-", "-f", "null", "-"), ts)
        .err();
  }

  /** One packet as ffprobe sees it. */
  record Packet(long pts, long dts, long position, boolean key) {}

  /** The packets of one stream, {@code v} or {@code a}. */
  static List<Packet> packets(byte[] ts, String stream) {
    String text =
        run(
                List.of(
                    "ffprobe",
                    "-v",
                    "error",
                    "-select_streams",
                    stream,
                    "-show_entries",
                    "packet=pts,dts,pos,flags",
                    "-of",
                    "compact=p=0:nk=0",
                    "-"),
                ts)
            .text();
    List<Packet> packets = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.contains("pts=")) {
        packets.add(
            new Packet(
                number(line, "pts="),
                number(line, "dts="),
                number(line, "pos="),
                line.contains("flags=K")));
      }
    }
    return packets;
  }

  private static long number(String line, String key) {
    int from = line.indexOf(key);
    int end = line.indexOf('|', from);
    String value = line.substring(from + key.length(), end < 0 ? line.length() : end);
    return value.equals("N/A") ? -1 : Long.parseLong(value);
  }

  /** Pushes bytes in pieces of {@code size} to a consumer. */
  static void pieces(byte[] bytes, int from, int size, ByteSink to) {
    for (int at = from; at < bytes.length; at += size) {
      to.accept(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)).slice());
    }
  }

  /** Gathers what a sink gets. */
  static final class Gather implements ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void accept(ByteBuffer b) {
      byte[] copy = new byte[b.remaining()];
      b.get(copy);
      bytes.writeBytes(copy);
    }

    synchronized byte[] bytes() {
      return bytes.toByteArray();
    }

    synchronized int size() {
      return bytes.size();
    }
  }

  /** A copy without the encoder's marks for random access. */
  static byte[] unmarked(byte[] ts) {
    byte[] copy = ts.clone();
    for (int at = 0; at + 188 <= copy.length; at += 188) {
      if ((copy[at + 3] & 0x20) != 0 && copy[at + 4] > 0) {
        copy[at + 5] &= (byte) ~0x40;
      }
    }
    return copy;
  }
}

package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TsScannerTest {
  /** Writes down what the scanner tells. */
  private static final class Notes implements TsListener {
    final List<TsProgram> programs = new ArrayList<>();
    final List<Long> keys = new ArrayList<>();
    final List<Long> keyTimes = new ArrayList<>();
    final List<Long> videoTimes = new ArrayList<>();
    int pcrs;
    int jumps;
    int errors;

    @Override
    public void program(TsProgram program) {
      programs.add(program);
    }

    @Override
    public void randomAccess(TsStream stream, long offset, long pts) {
      keys.add(offset);
      keyTimes.add(pts);
    }

    @Override
    public void pes(TsStream stream, long offset, long pts, long dts) {
      if (stream.isVideo()) {
        videoTimes.add(pts);
      }
    }

    @Override
    public void pcr(int pid, long pcr, long offset, boolean jump) {
      pcrs++;
      jumps += jump ? 1 : 0;
    }

    @Override
    public void counterError(int pid, long offset, int expected, int found) {
      errors++;
    }
  }

  private static void agrees(byte[] ts, Codec video, Codec audio) {
    Notes notes = new Notes();
    TsScanner scanner = new TsScanner(notes);
    Clips.pieces(ts, 0, 1024, scanner::push);
    assertEquals(1, notes.programs.size());
    List<TsStream> streams = notes.programs.get(0).streams();
    assertEquals(List.of(video, audio), streams.stream().map(TsStream::codec).toList());
    List<Clips.Packet> packets = Clips.packets(ts, "v");
    List<Clips.Packet> keys = packets.stream().filter(Clips.Packet::key).toList();
    assertTrue(keys.size() > 3, "key frames in the clip");
    assertEquals(keys.stream().map(Clips.Packet::position).toList(), notes.keys);
    assertEquals(keys.stream().map(Clips.Packet::pts).toList(), notes.keyTimes);
    assertEquals(packets.stream().map(Clips.Packet::pts).toList(), notes.videoTimes);
    assertEquals(ts.length / 188, scanner.packets());
    assertEquals(0, scanner.counterErrors() + scanner.damaged() + scanner.droppedBytes());
    assertTrue(notes.pcrs > 50, notes.pcrs + " PCRs");
    assertEquals(0, notes.jumps);
    double expected = ts.length * 8 / 6.0;
    assertEquals(expected, (double) scanner.bitRate(), expected * 0.6);
  }

  @Test
  void agreesWithFfprobeOnH264() {
    agrees(Clips.h264(), Codec.H264, Codec.AAC_ADTS);
  }

  @Test
  void agreesWithFfprobeOnHevc() {
    agrees(Clips.hevc(), Codec.HEVC, Codec.AAC_ADTS);
  }

  @Test
  void agreesWithFfprobeOnMpeg2() {
    agrees(Clips.mpeg2(), Codec.MPEG2_VIDEO, Codec.MPEG_AUDIO);
  }

  @Test
  void findsRandomAccessWithoutTheEncodersMarks() {
    agrees(Clips.unmarked(Clips.h264()), Codec.H264, Codec.AAC_ADTS);
    agrees(Clips.unmarked(Clips.hevc()), Codec.HEVC, Codec.AAC_ADTS);
    agrees(Clips.unmarked(Clips.mpeg2()), Codec.MPEG2_VIDEO, Codec.MPEG_AUDIO);
  }

  @Test
  void knowsAudioCodecsByTheirDescriptors() {
    assertEquals(Codec.AC3, onlyCodec(Clips.audioOnly()));
    assertEquals(Codec.EAC3, onlyCodec(Clips.clip("-t 1 -vn -c:a eac3 -b:a 96k")));
    assertEquals(Codec.MPEG_AUDIO, onlyCodec(Clips.clip("-t 1 -vn -c:a libmp3lame -b:a 96k")));
    assertEquals(
        Codec.AAC_LATM, onlyCodec(Clips.clip("-t 1 -vn -c:a aac -b:a 96k -mpegts_flags latm")));
    assertEquals(
        Codec.AC3, onlyCodec(Clips.clip("-t 1 -vn -c:a ac3 -b:a 96k -mpegts_flags system_b")));
  }

  private static Codec onlyCodec(byte[] ts) {
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(ts, 0, ts.length);
    assertEquals(1, scanner.programs().size());
    return scanner.programs().get(0).streams().get(0).codec();
  }

  @Test
  void scansTheSameHoweverTheStreamIsSplit() {
    byte[] ts = Clips.shortH264();
    List<Long> whole = keysInPieces(ts, ts.length);
    for (int size : new int[] {1, 7, 187, 188, 189, 1024, 1316}) {
      assertEquals(whole, keysInPieces(ts, size), "pieces of " + size);
    }
  }

  private static List<Long> keysInPieces(byte[] ts, int size) {
    Notes notes = new Notes();
    Clips.pieces(ts, 0, size, new TsScanner(notes)::push);
    return notes.keys;
  }

  @Test
  void findsTheStepBehindRubbishAndAgainAfterALoss() {
    byte[] ts = Clips.shortH264();
    byte[] rubbish = new byte[777];
    new Random(1).nextBytes(rubbish);
    ByteBuffer all = ByteBuffer.allocate(ts.length + 2 * rubbish.length);
    all.put(rubbish).put(ts, 0, 188 * 100).put(rubbish).put(ts, 188 * 100, ts.length - 188 * 100);
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(all.flip());
    assertEquals(ts.length / 188, scanner.packets());
    assertEquals(1, scanner.syncLosses());
    assertEquals(2L * rubbish.length, scanner.droppedBytes());
    assertEquals(0, scanner.counterErrors());
  }

  @Test
  void countsMissingAndRepeatedPackets() {
    byte[] ts = Clips.shortH264();
    Notes notes = new Notes();
    TsScanner scanner = new TsScanner(notes);
    scanner.push(ts, 0, 188 * 50);
    scanner.push(ts, 188 * 49, 188);
    scanner.push(ts, 188 * 53, 188 * 100);
    assertEquals(1, scanner.duplicates());
    assertTrue(notes.errors >= 1 && notes.errors <= 2, "errors " + notes.errors);
    assertEquals(notes.errors, scanner.counterErrors());
  }

  @Test
  void keepsTheStepThroughAGapOfKnownLength() {
    byte[] ts = Clips.shortH264();
    Notes notes = new Notes();
    TsScanner scanner = new TsScanner(notes);
    scanner.push(ts, 0, 10_000);
    scanner.gap(5_000);
    scanner.push(ts, 15_000, 20_000);
    scanner.gap(-1);
    scanner.push(ts, 40_000, ts.length - 40_000);
    assertEquals(0, notes.errors);
    assertEquals(1, scanner.syncLosses());
    int whole =
        10_000 / 188 + (35_000 / 188 - 15_000 / 188 - 1) + ts.length / 188 - 40_000 / 188 - 1;
    assertEquals(whole, scanner.packets());
  }

  @Test
  void survivesAnythingThatAMutatorMakesOfAStream() {
    Random random = new Random(20261122);
    byte[] ts = Clips.shortH264();
    for (int round = 0; round < 400; round++) {
      byte[] bad = mutate(ts, random);
      TsScanner scanner = new TsScanner(new RandomAccessIndex(8));
      TsJoiner joiner = new TsJoiner(b -> assertTrue(b.remaining() % 188 == 0), gapPolicy(random));
      for (int at = 0; at < bad.length; ) {
        int n = Math.min(1 + random.nextInt(3000), bad.length - at);
        scanner.push(bad, at, n);
        joiner.push(ByteBuffer.wrap(bad, at, n));
        if (random.nextInt(20) == 0) {
          long missing = random.nextLong(-500, 2500);
          scanner.gap(missing);
          joiner.gap(missing);
        }
        at += n;
      }
      assertTrue(scanner.packets() <= bad.length / 188);
    }
  }

  private static TsJoiner.AfterGap gapPolicy(Random random) {
    return random.nextBoolean() ? TsJoiner.AfterGap.NEXT_UNIT : TsJoiner.AfterGap.RANDOM_ACCESS;
  }

  /** Damages headers, adaptation fields, pointers and table bytes more than picture data. */
  private static byte[] mutate(byte[] ts, Random random) {
    byte[] bad = java.util.Arrays.copyOf(ts, 188 * 200);
    int changes = 1 + random.nextInt(200);
    for (int i = 0; i < changes; i++) {
      int packet = 188 * random.nextInt(bad.length / 188);
      int reach = random.nextInt(10) == 0 ? 188 : 24;
      bad[packet + random.nextInt(reach)] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
    }
    return bad;
  }

  @Test
  void allocatesNothingOnceProgramsAreKnown() {
    byte[] ts = Clips.h264();
    TsScanner scanner = new TsScanner(new RandomAccessIndex(64));
    ByteBuffer buffer = ByteBuffer.wrap(ts);
    for (int i = 0; i < 5; i++) {
      scanner.push(buffer.clear());
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 20; i++) {
      scanner.push(buffer.clear());
    }
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertTrue(allocated < 4096, allocated + " bytes for " + 20L * ts.length + " scanned");
  }
}

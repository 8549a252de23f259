package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables by hand-written bytes: each bound of pointer, section, loop and descriptor. */
class PsiTest {
  private static final int PMT_PID = 0x100;

  /** What the scanner knows after packets made by hand. */
  private static final class Bench implements TsListener {
    final List<TsProgram> changes = new ArrayList<>();
    final List<TsProgram> gone = new ArrayList<>();
    final TsScanner scanner = new TsScanner(this);
    private int counter;
    private int pmts;
    private int pats;

    @Override
    public void program(TsProgram program) {
      changes.add(program);
    }

    @Override
    public void programGone(TsProgram program) {
      gone.add(program);
    }

    @Override
    public void pat(long offset) {
      pats++;
    }

    @Override
    public void pmt(TsProgram program, long offset) {
      pmts++;
    }

    /** One packet: a header, then the payload, then stuffing. */
    void packet(int pid, boolean unitStart, byte... payload) {
      byte[] b = new byte[TsPacket.SIZE];
      Arrays.fill(b, (byte) 0xFF);
      b[0] = TsPacket.SYNC;
      b[1] = (byte) ((unitStart ? 0x40 : 0) | (pid >> 8));
      b[2] = (byte) pid;
      b[3] = (byte) (0x10 | (counter++ & 0x0F));
      System.arraycopy(payload, 0, b, 4, payload.length);
      scanner.packet(ByteBuffer.wrap(b), 0, 0);
    }

    /** A whole section at the start of a packet of its own. The counter is of no interest here. */
    void section(int pid, byte[] section) {
      scanner.forget();
      int at = Math.min(section.length, 183);
      packet(pid, true, join(new byte[1], Arrays.copyOf(section, at)));
      while (at < section.length) {
        int n = Math.min(section.length - at, 184);
        packet(pid, false, Arrays.copyOfRange(section, at, at + n));
        at += n;
      }
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private static byte[] bytes(int... values) {
    byte[] b = new byte[values.length];
    for (int i = 0; i < b.length; i++) {
      b[i] = (byte) values[i];
    }
    return b;
  }

  /** A long section with its length and CRC right. */
  private static byte[] section(int table, int id, int version, byte[] body) {
    int length = 5 + body.length + 4;
    byte[] b =
        join(
            bytes(table, 0xB0 | (length >> 8), length, id >> 8, id, 0xC1 | (version << 1), 0, 0),
            body,
            new byte[4]);
    int crc = Crc32Mpeg.of(b, b.length - 4);
    ByteBuffer.wrap(b).putInt(b.length - 4, crc);
    return b;
  }

  private static byte[] pat(int version, int... numbersAndPids) {
    byte[] body = new byte[numbersAndPids.length * 2];
    for (int i = 0; i < numbersAndPids.length; i++) {
      body[2 * i] = (byte) ((i % 2 == 0 ? 0 : 0xE0) | (numbersAndPids[i] >> 8));
      body[2 * i + 1] = (byte) numbersAndPids[i];
    }
    return section(0, 1, version, body);
  }

  private static byte[] pmt(int version, byte[]... streams) {
    return section(2, 1, version, join(bytes(0xE1, 0x01, 0xF0, 0), join(streams)));
  }

  private static byte[] stream(int type, int pid, int... descriptors) {
    return join(bytes(type, 0xE0 | (pid >> 8), pid, 0xF0, descriptors.length), bytes(descriptors));
  }

  private static Bench listed() {
    Bench bench = new Bench();
    bench.section(0, pat(0, 0, 0x10, 1, PMT_PID));
    return bench;
  }

  @Test
  void codecsAndLanguagesComeFromTypesAndDescriptors() {
    Bench bench = listed();
    bench.section(
        PMT_PID,
        pmt(
            0,
            stream(0x1B, 0x101),
            stream(0x24, 0x102),
            stream(0x06, 0x103, 0x6A, 1, 0, 0x0A, 4, 'd', 'e', 'u', 0),
            stream(0x06, 0x104, 0x7A, 0),
            stream(0x06, 0x105, 0x59, 0),
            stream(0x06, 0x106, 0x05, 4, 'A', 'C', '-', '3'),
            stream(0x11, 0x107),
            stream(0x06, 0x108, 0x56, 0),
            stream(0x99, 0x109)));
    TsProgram program = bench.scanner.programs().get(0);
    assertEquals(
        List.of(
            Codec.H264,
            Codec.HEVC,
            Codec.AC3,
            Codec.EAC3,
            Codec.DVB_SUBTITLES,
            Codec.AC3,
            Codec.AAC_LATM,
            Codec.TELETEXT,
            Codec.OTHER),
        program.streams().stream().map(TsStream::codec).toList());
    assertEquals("deu", program.streams().get(2).language());
    assertEquals(0x101, program.pcrPid());
  }

  @Test
  void aChangedTableIsToldOnceAndARepeatedOneNot() {
    Bench bench = listed();
    bench.section(PMT_PID, pmt(0, stream(0x1B, 0x101)));
    bench.section(PMT_PID, pmt(0, stream(0x1B, 0x101)));
    bench.section(PMT_PID, pmt(1, stream(0x24, 0x101)));
    assertEquals(2, bench.changes.size());
    assertEquals(3, bench.pmts);
    assertEquals(Codec.HEVC, bench.scanner.programs().get(0).streams().get(0).codec());
    bench.section(0, pat(1, 2, 0x200));
    assertEquals(1, bench.gone.size());
    assertTrue(bench.scanner.programs().isEmpty());
    bench.section(PMT_PID, pmt(2, stream(0x1B, 0x101)));
    assertEquals(3, bench.pmts, "a PMT that no PAT lists");
  }

  @Test
  void aSectionThatIsNotCurrentYetWaits() {
    byte[] next = pat(0, 1, PMT_PID);
    next[5] &= (byte) 0xFE;
    ByteBuffer.wrap(next).putInt(next.length - 4, Crc32Mpeg.of(next, next.length - 4));
    Bench bench = new Bench();
    bench.section(0, next);
    assertEquals(0, bench.pats);
    assertEquals(0, bench.scanner.damaged());
  }

  @Test
  void aWrongCrcIsCountedAndNotBelieved() {
    byte[] bad = pat(0, 1, PMT_PID);
    bad[9] ^= 1;
    Bench bench = new Bench();
    bench.section(0, bad);
    assertEquals(0, bench.pats);
    assertEquals(1, bench.scanner.damaged());
  }

  @Test
  void aPointerBeyondThePacketIsCounted() {
    Bench bench = new Bench();
    bench.packet(0, true, join(bytes(184), pat(0, 1, PMT_PID)));
    bench.packet(0, true, join(bytes(0xFF), pat(0, 1, PMT_PID)));
    assertEquals(2, bench.scanner.damaged());
    assertEquals(0, bench.pats);
    bench.packet(0, true, join(bytes(183)));
    assertEquals(2, bench.scanner.damaged(), "the last byte a pointer may point behind");
  }

  @Test
  void aSectionEndsBehindThePointerAndTheNextBegins() {
    byte[] table = pat(0, 1, PMT_PID);
    byte[] filler = new byte[183 - 5];
    Arrays.fill(filler, (byte) 0xFF);
    Bench bench = new Bench();
    // A pointer past stuffing, five bytes of the section, and the rest in the next packet.
    bench.packet(0, true, join(bytes(178), filler, Arrays.copyOf(table, 5)));
    byte[] rest = Arrays.copyOfRange(table, 5, table.length);
    bench.packet(0, true, join(bytes(rest.length), rest, table));
    assertEquals(2, bench.pats);
    assertEquals(0, bench.scanner.damaged());
  }

  @Test
  void severalSectionsShareAPacket() {
    Bench bench = new Bench();
    bench.packet(0, true, join(new byte[1], pat(0, 1, PMT_PID), pat(0, 1, PMT_PID)));
    assertEquals(2, bench.pats);
  }

  @Test
  void aSectionLengthAbove1021IsRefused() {
    Bench bench = new Bench();
    bench.packet(0, true, bytes(0, 0, 0xBF, 0xFF, 0, 1, 0xC1, 0, 0));
    assertEquals(1, bench.scanner.damaged());
    bench.packet(0, true, bytes(0, 0, 0xB3, 0xFE, 0, 1, 0xC1, 0, 0)); // 1022
    assertEquals(2, bench.scanner.damaged());
    bench.packet(0, true, bytes(0, 0, 0xB0, 0x02, 0, 1)); // too short for a CRC
    assertEquals(3, bench.scanner.damaged());
  }

  @Test
  void theLargestSectionIsRead() {
    int[] programs = new int[2 * 253];
    for (int i = 0; i < 253; i++) {
      programs[2 * i] = i + 1;
      programs[2 * i + 1] = 0x100 + i;
    }
    byte[] largest = pat(0, programs);
    assertEquals(SectionAssembler.MAX, largest.length);
    Bench bench = new Bench();
    bench.section(0, largest);
    assertEquals(1, bench.pats);
    bench.section(
        0x100 + PsiTables.MAX_PROGRAMS,
        section(2, PsiTables.MAX_PROGRAMS + 1, 0, bytes(0xE1, 1, 0xF0, 0)));
    assertEquals(0, bench.pmts, "programmes beyond the bound are left out");
  }

  @Test
  void moreSectionsOfAPatThanTheBoundAreRefused() {
    byte[] many = pat(0, 1, PMT_PID);
    many[7] = PsiTables.MAX_PAT_SECTIONS;
    ByteBuffer.wrap(many).putInt(many.length - 4, Crc32Mpeg.of(many, many.length - 4));
    Bench bench = new Bench();
    bench.section(0, many);
    assertEquals(0, bench.pats);
  }

  @Test
  void loopsThatClaimMoreThanTheSectionEndThere() {
    Bench bench = listed();
    byte[] first = stream(0x1B, 0x101);
    byte[] greedy = stream(0x0F, 0x102);
    greedy[4] = (byte) 200;
    bench.section(PMT_PID, pmt(0, first, greedy));
    assertEquals(1, bench.scanner.programs().get(0).streams().size());
    byte[] descriptor = stream(0x06, 0x103, 0x6A, 50);
    bench.section(PMT_PID, pmt(1, descriptor));
    assertEquals(Codec.OTHER, bench.scanner.programs().get(0).streams().get(0).codec());
    bench.section(PMT_PID, section(2, 1, 2, bytes(0xE1, 0x01, 0xFF, 0xFF, 0x1B, 0xE1, 1, 0xF0, 0)));
    assertTrue(bench.scanner.programs().get(0).streams().isEmpty());
  }

  @Test
  void moreStreamsThanTheBoundAreLeftOut() {
    Bench bench = listed();
    byte[][] streams = new byte[TsProgram.MAX_STREAMS + 1][];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = stream(0x0F, 0x200 + i);
    }
    bench.section(PMT_PID, pmt(0, streams));
    assertEquals(TsProgram.MAX_STREAMS, bench.scanner.programs().get(0).streams().size());
  }

  @Test
  void anAdaptationFieldLongerThanThePacketHidesNothingAndReadsNothing() {
    ByteBuffer b = ByteBuffer.allocate(TsPacket.SIZE);
    TsPacket.writeDiscontinuity(b, 0, 0x101, 3);
    b.put(3, (byte) 0x33);
    for (int length = 0; length < 256; length++) {
      b.put(4, (byte) length).put(5, (byte) 0xFF);
      assertTrue(TsPacket.payload(b, 0) <= TsPacket.SIZE);
      assertEquals(length >= 7 && length <= 183, TsPacket.pcr(b, 0) >= 0, "length " + length);
      assertEquals(length > 0 && length <= 183, TsPacket.discontinuity(b, 0));
      TsPacket.shiftPcr(b, 0, 1);
    }
  }

  @Test
  void tablesPutBackIntoPacketsAreReadAgain() {
    Bench bench = listed();
    byte[][] streams = new byte[40][];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = stream(0x0F, 0x200 + i, 0x0A, 4, 'd', 'e', 'u', 0);
    }
    bench.section(PMT_PID, pmt(0, streams));
    ByteBuffer packets = PsiPackets.tables(bench.scanner);
    assertEquals(0, packets.remaining() % TsPacket.SIZE);
    TsScanner again = new TsScanner(new TsListener() {});
    for (int at = 0; at < packets.limit(); at += TsPacket.SIZE) {
      again.packet(packets, at, at);
    }
    assertEquals(bench.scanner.programs(), again.programs());
    assertEquals(0, again.counterErrors() + again.damaged());
  }

  @Test
  void pesHeadersThatAreCutOrMalformedHaveNoTime() {
    byte[] pes = bytes(0, 0, 1, 0xE0, 0, 0, 0x80, 0xC0, 10, 0x31, 0, 1, 0, 1, 0x11, 0, 1, 0, 1);
    assertTrue(PesHeader.isWhole(ByteBuffer.wrap(pes), 0, pes.length));
    for (int end = 0; end < pes.length; end++) {
      assertEquals(false, PesHeader.isWhole(ByteBuffer.wrap(pes), 0, end), "cut at " + end);
    }
    pes[8] = 4; // too short for a PTS
    assertEquals(TsPacket.NONE, PesHeader.pts(ByteBuffer.wrap(pes), 0));
    pes[3] = (byte) 0xBF; // private stream 2 has no optional header
    assertEquals(false, PesHeader.isWhole(ByteBuffer.wrap(pes), 0, pes.length));
  }
}

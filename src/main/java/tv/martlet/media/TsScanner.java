package tv.martlet.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Scans an MPEG transport stream (ISO/IEC 13818-1) and tells a {@link TsListener} what is in it:
 * programmes and codecs, clock and bit rate, random access points, losses. Allocates nothing while
 * programmes stay as they are. Belongs to one thread at a time.
 */
public final class TsScanner implements TsFramer.Packets {
  private static final int SIZE = TsPacket.SIZE;
  private static final byte UNSEEN = -1;

  /** What is kept for a PID with a video, audio or other elementary stream. */
  private static final class Elementary {
    final TsStream stream;
    final PictureProbe probe;
    boolean probing;
    long start;
    long pts;

    Elementary(TsStream stream) {
      this.stream = stream;
      this.probe = new PictureProbe(stream.codec());
    }
  }

  private final TsListener listener;
  private final TsFramer framer = new TsFramer(this);
  private final SectionAssembler[] sections = new SectionAssembler[TsPacket.PIDS];
  private final Elementary[] elementary = new Elementary[TsPacket.PIDS];
  private final byte[] counters = new byte[TsPacket.PIDS];
  private final boolean[] clocks = new boolean[TsPacket.PIDS];
  private final PcrRate rate = new PcrRate();
  private final PsiTables tables = new PsiTables(new TableChanges());
  private final SectionAssembler.Sections onPat = this::patSection;
  private final SectionAssembler.Sections onPmt = this::pmtSection;
  private int clockPid = TsPacket.NULL_PID;
  private int sectionPid;
  private long sectionOffset;
  private long packetCount;
  private long counterErrors;
  private long duplicates;
  private long discontinuities;
  private long damaged;

  public TsScanner(TsListener listener) {
    this.listener = listener;
    Arrays.fill(counters, UNSEEN);
    sections[TsPacket.PAT_PID] = new SectionAssembler();
  }

  /** Scans the remaining bytes of {@code bytes}; events come before this returns. */
  public void push(ByteBuffer bytes) {
    framer.push(bytes);
  }

  /** Scans {@code length} bytes. */
  public void push(byte[] bytes, int from, int length) {
    framer.push(ByteBuffer.wrap(bytes, from, length));
  }

  /** Tells that bytes are missing here; see {@link TsFramer#gap}. No counter errors are blamed. */
  public void gap(long missing) {
    framer.gap(missing);
    forget();
  }

  /** The programmes known now, by number. */
  public List<TsProgram> programs() {
    return tables.programs();
  }

  /** Bits a second by the PCR, 0 while unknown. */
  public long bitRate() {
    return rate.bitsPerSecond();
  }

  /** Whole packets seen. */
  public long packets() {
    return packetCount;
  }

  /** Unannounced jumps of a continuity counter. */
  public long counterErrors() {
    return counterErrors;
  }

  /** Packets sent twice, as §2.4.3.3 allows. */
  public long duplicates() {
    return duplicates;
  }

  /** Announced discontinuities and jumps of the PCR. */
  public long discontinuities() {
    return discontinuities;
  }

  /** Packets with transport_error_indicator, and sections with wrong length or CRC. */
  public long damaged() {
    long sum = damaged;
    for (SectionAssembler s : sections) {
      sum += s == null ? 0 : s.bad();
    }
    return sum;
  }

  /** Bytes outside packets. */
  public long droppedBytes() {
    return framer.dropped();
  }

  /** How often the step was lost. */
  public long syncLosses() {
    return framer.losses();
  }

  PsiTables tables() {
    return tables;
  }

  /** Whether a known PMT lists this PID. */
  boolean isElementary(int pid) {
    return elementary[pid] != null;
  }

  /** The counter of the last packet of this PID, or -1. */
  int lastCounter(int pid) {
    return counters[pid];
  }

  /** Forgets what spans packets, after a hole. */
  void forget() {
    Arrays.fill(counters, UNSEEN);
    rate.reset();
    for (int pid = 0; pid < TsPacket.PIDS; pid++) {
      if (sections[pid] != null) {
        sections[pid].reset();
      }
      if (elementary[pid] != null) {
        elementary[pid].probing = false;
      }
    }
  }

  @Override
  public void locked(long offset) {
    listener.syncLocked(offset);
  }

  @Override
  public void lost(long offset) {
    listener.syncLost(offset);
  }

  @Override
  public void packet(ByteBuffer b, int at, long offset) {
    packetCount++;
    if (TsPacket.damaged(b, at)) {
      damaged++;
      return;
    }
    int pid = TsPacket.pid(b, at);
    if (pid == TsPacket.NULL_PID || !inOrder(b, at, pid, offset)) {
      return;
    }
    clock(b, at, pid, offset);
    int payload = TsPacket.payload(b, at);
    if (payload >= at + SIZE || TsPacket.scrambled(b, at)) {
      return;
    }
    if (sections[pid] != null) {
      section(b, at, pid, offset);
    } else if (elementary[pid] != null) {
      data(b, at, elementary[pid], offset);
    }
  }

  /** §2.4.3.3: the counter goes up by one with each packet that has a payload. */
  private boolean inOrder(ByteBuffer b, int at, int pid, long offset) {
    int last = counters[pid];
    int found = TsPacket.counter(b, at);
    counters[pid] = (byte) found;
    if (TsPacket.discontinuity(b, at)) {
      discontinuities++;
      listener.discontinuity(pid, offset);
      return true;
    }
    if (last == UNSEEN || !TsPacket.hasPayload(b, at)) {
      return true;
    }
    int expected = (last + 1) & 0x0F;
    if (found == expected) {
      return true;
    }
    if (found == last) {
      duplicates++;
      return false;
    }
    counterErrors++;
    if (sections[pid] != null) {
      sections[pid].reset();
    } else if (elementary[pid] != null) {
      elementary[pid].probing = false;
    }
    listener.counterError(pid, offset, expected, found);
    return true;
  }

  private void clock(ByteBuffer b, int at, int pid, long offset) {
    if (!clocks[pid]) {
      return;
    }
    long pcr = TsPacket.pcr(b, at);
    if (pcr < 0) {
      return;
    }
    // The rate goes by one clock, the first programme's.
    boolean jump = pid == clockPid && rate.add(pcr, offset, TsPacket.discontinuity(b, at));
    discontinuities += jump && !TsPacket.discontinuity(b, at) ? 1 : 0;
    listener.pcr(pid, pcr, offset, jump);
  }

  private void section(ByteBuffer b, int at, int pid, long offset) {
    sectionPid = pid;
    sectionOffset = offset;
    sections[pid].feed(
        b,
        TsPacket.payload(b, at),
        at + SIZE,
        TsPacket.unitStart(b, at),
        pid == TsPacket.PAT_PID ? onPat : onPmt);
  }

  private void patSection(byte[] bytes, int length) {
    if (tables.pat(bytes, length)) {
      listener.pat(sectionOffset);
    }
  }

  private void pmtSection(byte[] bytes, int length) {
    TsProgram program = tables.pmt(sectionPid, bytes, length);
    if (program != null) {
      listener.pmt(program, sectionOffset);
    }
  }

  private void data(ByteBuffer b, int at, Elementary e, long offset) {
    int from = TsPacket.payload(b, at);
    int end = at + SIZE;
    if (TsPacket.unitStart(b, at)) {
      e.probing = false;
      if (PesHeader.startsPes(b, from, end)) {
        from = pesStart(b, at, e, offset);
      }
    }
    if (e.probing) {
      judge(e, e.probe.feed(b, from, end));
    }
  }

  /** Returns where the data of the elementary stream begins. */
  private int pesStart(ByteBuffer b, int at, Elementary e, long offset) {
    int from = TsPacket.payload(b, at);
    int end = at + SIZE;
    boolean whole = PesHeader.isWhole(b, from, end);
    e.start = offset;
    e.pts = whole ? PesHeader.pts(b, from) : TsPacket.NONE;
    listener.pes(e.stream, offset, e.pts, whole ? PesHeader.dts(b, from) : TsPacket.NONE);
    if (e.stream.isVideo()) {
      if (TsPacket.randomAccess(b, at)) {
        listener.randomAccess(e.stream, offset, e.pts);
      } else {
        e.probing = true;
        e.probe.begin();
      }
    }
    return whole ? PesHeader.data(b, from) : end;
  }

  private void judge(Elementary e, PictureProbe.Verdict verdict) {
    if (verdict == PictureProbe.Verdict.PENDING) {
      return;
    }
    e.probing = false;
    if (verdict == PictureProbe.Verdict.RANDOM_ACCESS) {
      listener.randomAccess(e.stream, e.start, e.pts);
    } else {
      listener.noRandomAccess(e.stream, e.start);
    }
  }

  /** Keeps the tables by PID in step with the programmes. */
  private final class TableChanges implements PsiTables.Changes {
    @Override
    public void listed(int pmtPid) {
      if (pmtPid != TsPacket.PAT_PID && pmtPid != TsPacket.NULL_PID && sections[pmtPid] == null) {
        sections[pmtPid] = new SectionAssembler();
      }
    }

    @Override
    public void unlisted(int pmtPid, TsProgram program) {
      if (program == null) {
        return;
      }
      program.streams().forEach(s -> elementary[s.pid()] = null);
      clocks[program.pcrPid()] = false;
      listener.programGone(program);
    }

    @Override
    public void changed(TsProgram program, TsProgram before) {
      if (before != null) {
        before.streams().forEach(s -> elementary[s.pid()] = null);
        clocks[before.pcrPid()] = false;
      }
      for (TsStream s : program.streams()) {
        elementary[s.pid()] = s.pid() == TsPacket.NULL_PID ? null : new Elementary(s);
      }
      clocks[program.pcrPid()] = program.pcrPid() != TsPacket.NULL_PID;
      int first = tables.programs().get(0).pcrPid();
      if (first != clockPid) {
        clockPid = first;
        rate.reset();
      }
      listener.program(program);
    }
  }
}

package tv.martlet.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a transport stream that starts anywhere into one that a player can start with: PAT and PMT,
 * then from a random access point of the video on (audio alone: from a PES start on), then every
 * packet untouched. Give one to each viewer who joins.
 *
 * <pre>
 * in:   ...audio] video] PAT PMT ... [video P] ... PAT PMT [video I ........] [audio ...
 * out:                                 PAT PMT + [video I ........] [audio ...
 * </pre>
 *
 * <ul>
 *   <li>A packet of another PID is dropped until a unit (PES packet, section) of that PID starts,
 *       so that no decoder meets the end of something it has not seen the start of.
 *   <li>Where the encoder does not mark random access points, packets are held (at most {@value
 *       #HOLD_PACKETS}) until the picture's type is seen.
 *   <li>If no random access point comes within {@value #PATIENCE_SECONDS} s of stream time, it
 *       starts at the next PES packet: a picture that builds up is better than none.
 *   <li>Of several programmes the first with video decides; videos of the others start anywhere.
 * </ul>
 *
 * The sink gets runs of whole packets in the pushed buffer itself; only packets that straddle two
 * pushes are copied. Belongs to one thread at a time.
 */
public final class TsJoiner {
  /** The most packets held while it is unknown whether a picture is a random access point. */
  static final int HOLD_PACKETS = 128;

  /** How long to wait for a random access point, in seconds of PCR. */
  static final int PATIENCE_SECONDS = 12;

  private static final int SIZE = TsPacket.SIZE;

  /** What to do when bytes are missing in the middle. */
  public enum AfterGap {
    /** Each PID goes on with its next PES packet or section: the picture repairs itself. */
    NEXT_UNIT,
    /** Everything waits for the next random access point: a short freeze and no broken picture. */
    RANDOM_ACCESS
  }

  private enum Gate {
    CLOSED,
    MARK,
    OPEN
  }

  private final ByteSink out;
  private final AfterGap afterGap;
  private final TsFramer framer = new TsFramer(new Intake());
  private final TsScanner scanner = new TsScanner(new Events());
  private final Gate[] gates = new Gate[TsPacket.PIDS];
  private final ByteBuffer marker = ByteBuffer.allocate(SIZE);
  private ByteBuffer input = marker;
  private int runStart;
  private int runEnd;

  private boolean seeking = true;
  private boolean started;
  private int leadPid = -1;
  private boolean leadIsVideo;
  private ByteBuffer hold;
  private ByteBuffer tables;
  private boolean holding;
  private boolean found;
  private long firstPcr = TsPacket.NONE;
  private int firstPcrPid = -1;
  private boolean impatient;
  private long skipped;

  public TsJoiner(ByteSink out, AfterGap afterGap) {
    this.out = out;
    this.afterGap = afterGap;
    Arrays.fill(gates, Gate.CLOSED);
  }

  /** Takes the remaining bytes; what is to be played of them is in the sink when this returns. */
  public void push(ByteBuffer bytes) {
    input = bytes;
    runEnd = runStart = 0;
    framer.push(bytes);
    flush();
    input = marker;
  }

  /**
   * Tells that bytes are missing between the last push and the next. The packet begun is dropped.
   * Behind the gap, before the first packet of each PID, comes a packet without payload that sets
   * discontinuity_indicator (§2.4.3.4), so that the jump of the counter is an announced one.
   *
   * @param missing how many bytes, negative if unknown
   */
  public void gap(long missing) {
    framer.gap(missing);
    scanner.forget();
    drop();
    firstPcr = TsPacket.NONE;
    for (int pid = 0; pid < TsPacket.PIDS; pid++) {
      gates[pid] = gates[pid] == Gate.OPEN ? Gate.MARK : gates[pid];
    }
    seeking |= afterGap == AfterGap.RANDOM_ACCESS;
  }

  /** Whether the first random access point has been reached and bytes have come out. */
  public boolean isStarted() {
    return started;
  }

  /** Bytes of whole packets left out so far, before the start and after gaps. */
  public long skippedBytes() {
    return skipped;
  }

  /** The programmes known now. */
  public List<TsProgram> programs() {
    return scanner.programs();
  }

  private void seek(ByteBuffer b, int at) {
    if (holding) {
      hold.put(hold.position(), b, at, SIZE).position(hold.position() + SIZE);
    } else {
      skipped += SIZE;
    }
    if (found) {
      begin();
    } else if (holding && !hold.hasRemaining()) {
      drop();
    }
  }

  private void begin() {
    seeking = false;
    if (!started) {
      started = true;
      emit(tables);
      gates[TsPacket.PAT_PID] = Gate.OPEN;
      scanner.programs().forEach(p -> gates[p.pmtPid()] = Gate.OPEN);
    }
    int end = hold.position();
    for (int at = 0; at < end; at += SIZE) {
      gate(hold, at);
    }
    holding = false;
    found = false;
    hold = null;
    tables = null;
  }

  /** Forgets what was held: it starts with nothing a decoder could start with. */
  private void drop() {
    skipped += holding ? hold.position() : 0;
    holding = false;
    found = false;
  }

  private void startHolding() {
    drop();
    holding = true;
    if (hold == null) {
      hold = ByteBuffer.allocate(HOLD_PACKETS * SIZE);
    }
    hold.clear();
    if (!started) {
      // Now, because packets held may carry tables too and their counters go on from these.
      tables = PsiPackets.tables(scanner);
    }
  }

  private void gate(ByteBuffer b, int at) {
    int pid = TsPacket.pid(b, at);
    Gate gate = gates[pid];
    if (gate == Gate.OPEN || passesAnyGate(b, at, pid)) {
      pass(b, at);
    } else if (TsPacket.unitStart(b, at)) {
      if (gate == Gate.MARK) {
        flush();
        TsPacket.writeDiscontinuity(marker, 0, pid, TsPacket.counter(b, at) - 1);
        emit(marker.clear());
      }
      gates[pid] = Gate.OPEN;
      pass(b, at);
    } else {
      skipped += SIZE;
    }
  }

  /** Stuffing, and a PID that carries nothing but a clock: no unit ever starts there. */
  private boolean passesAnyGate(ByteBuffer b, int at, int pid) {
    return pid == TsPacket.NULL_PID || (!TsPacket.hasPayload(b, at) && !scanner.isElementary(pid));
  }

  @SuppressWarnings("ReferenceEquality") // which buffer it is matters, not what is in it
  private void pass(ByteBuffer b, int at) {
    if (b != input) {
      flush();
      emitPart(b, at, at + SIZE);
    } else if (at == runEnd && runEnd > runStart) {
      runEnd += SIZE;
    } else {
      flush();
      runStart = at;
      runEnd = at + SIZE;
    }
  }

  private void flush() {
    if (runEnd > runStart) {
      emitPart(input, runStart, runEnd);
    }
    runEnd = runStart = 0;
  }

  private void emitPart(ByteBuffer b, int from, int to) {
    int position = b.position();
    int limit = b.limit();
    b.limit(to).position(from);
    out.accept(b);
    b.limit(limit).position(position);
  }

  private void emit(ByteBuffer b) {
    out.accept(b);
  }

  private final class Intake implements TsFramer.Packets {
    @Override
    public void packet(ByteBuffer b, int at, long offset) {
      scanner.packet(b, at, offset);
      if (seeking) {
        seek(b, at);
      } else {
        gate(b, at);
      }
    }

    @Override
    public void locked(long offset) {}

    @Override
    public void lost(long offset) {
      scanner.forget();
    }
  }

  private final class Events implements TsListener {
    @Override
    public void program(TsProgram program) {
      choose();
    }

    @Override
    public void programGone(TsProgram program) {
      choose();
    }

    private void choose() {
      leadPid = -1;
      leadIsVideo = false;
      for (TsProgram p : scanner.programs()) {
        p.video().ifPresent(s -> lead(s.pid()));
      }
    }

    private void lead(int pid) {
      if (!leadIsVideo) {
        leadPid = pid;
        leadIsVideo = true;
      }
    }

    @Override
    public void pes(TsStream stream, long offset, long pts, long dts) {
      if (!seeking) {
        return;
      }
      boolean startsHere = (!leadIsVideo && stream.codec().kind() == Codec.Kind.AUDIO) || impatient;
      if (startsHere || (leadIsVideo && stream.pid() == leadPid)) {
        startHolding();
        found = startsHere;
      }
    }

    @Override
    public void randomAccess(TsStream stream, long offset, long pts) {
      found |= holding && stream.pid() == leadPid;
    }

    @Override
    public void noRandomAccess(TsStream stream, long offset) {
      if (stream.pid() == leadPid) {
        drop();
      }
    }

    @Override
    public void pcr(int pid, long pcr, long offset, boolean jump) {
      if (firstPcr < 0 || jump) {
        firstPcr = pcr;
        firstPcrPid = pid;
      }
      if (pid != firstPcrPid) {
        return;
      }
      long waited = TsPacket.difference(pcr, firstPcr, TsPacket.PCR_WRAP);
      impatient = seeking && waited > PATIENCE_SECONDS * 27_000_000L;
    }
  }
}

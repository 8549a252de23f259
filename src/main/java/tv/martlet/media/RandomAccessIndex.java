package tv.martlet.media;

/**
 * Where the last random access points lie, so that a newcomer can be told at which chunk to start.
 * A ring of fixed size; a full ring forgets the oldest. Give it to a {@link TsScanner}, alone or
 * called from another listener.
 *
 * <pre>
 *   PAT PMT ........ RAP ..... PAT PMT ... RAP ...
 *   ^ joinOffset(0)  ^ offset(0)
 * </pre>
 */
public final class RandomAccessIndex implements TsListener {
  /** The largest ring. */
  public static final int MAX_CAPACITY = 65_536;

  private final long[] offsets;
  private final long[] joins;
  private final long[] times;
  private int first;
  private int size;
  private long lastPat = -1;
  private long tables = -1;
  private long tablesBefore = -1;
  private int videoPid = -1;

  /**
   * @param capacity how many points are kept, 1 to {@value #MAX_CAPACITY}
   */
  public RandomAccessIndex(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity " + capacity + " is not 1 to " + MAX_CAPACITY);
    }
    offsets = new long[capacity];
    joins = new long[capacity];
    times = new long[capacity];
  }

  /** How many points are known. */
  public int size() {
    return size;
  }

  /** Where point {@code i} starts in the stream; 0 is the oldest. */
  public long offset(int i) {
    return offsets[slot(i)];
  }

  /** Where the PAT starts that, with its PMT, comes before point {@code i}. */
  public long joinOffset(int i) {
    return joins[slot(i)];
  }

  /** PTS of point {@code i} in ticks of 90 kHz, or {@link TsPacket#NONE}. */
  public long pts(int i) {
    return times[slot(i)];
  }

  /** The latest point that starts at or before {@code offset}; -1 if there is none. */
  public int atOrBefore(long offset) {
    int i = size - 1;
    while (i >= 0 && offset(i) > offset) {
      i--;
    }
    return i;
  }

  /** Forgets points whose tables start before {@code offset}, because those bytes are gone. */
  public void forgetBefore(long offset) {
    while (size > 0 && joins[first] < offset) {
      first = (first + 1) % offsets.length;
      size--;
    }
  }

  @Override
  public void pat(long offset) {
    lastPat = offset;
  }

  @Override
  public void pmt(TsProgram program, long offset) {
    if (lastPat >= 0) {
      tables = lastPat;
    }
  }

  @Override
  public void program(TsProgram program) {
    videoPid = program.video().map(TsStream::pid).orElse(videoPid);
  }

  @Override
  public void pes(TsStream stream, long offset, long pts, long dts) {
    if (stream.pid() == videoPid) {
      tablesBefore = tables;
    }
  }

  @Override
  public void randomAccess(TsStream stream, long offset, long pts) {
    // A late verdict may come behind newer tables than the point's own.
    if (tablesBefore < 0 || stream.pid() != videoPid) {
      return;
    }
    if (size == offsets.length) {
      first = (first + 1) % offsets.length;
      size--;
    }
    int slot = (first + size) % offsets.length;
    offsets[slot] = offset;
    joins[slot] = tablesBefore;
    times[slot] = pts;
    size++;
  }

  private int slot(int i) {
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException(i);
    }
    return (first + i) % offsets.length;
  }
}

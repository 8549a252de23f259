package tv.martlet.peer;

import java.util.Arrays;
import tv.martlet.chunk.ChunkRanges;

/**
 * The datagrams with chunks that are under way to one neighbour, in the order sent.
 *
 * <pre>
 *   head                                tail
 *    │ acked │ sent │ acked │ sent │ sent │        slot = sequence mod capacity
 *      ▲ dropped as soon as it stands at the head
 * </pre>
 *
 * A chunk is under way at most once; a table from chunk to sequence finds it.
 */
final class InFlight {
  static final int MAX_DATAGRAMS = 8192;

  private static final int MAX_LOST = 256;

  /** What the acknowledgements or the loss detection took out. */
  interface Outcome {
    void lost(long chunk, int bytes);
  }

  private long[] chunks = new long[64];
  private long[] sentAt = new long[64];
  private int[] sizes = new int[64]; // 0: no longer under way
  private boolean[] repeated = new boolean[64]; // sent before and taken for lost
  private long head;
  private long tail;
  private int bytes;
  private int count;

  // open-addressed table chunk → sequence + 1
  private long[] keys = new long[128];
  private long[] sequences = new long[128];

  /** Taken for lost and not sent again since. */
  private final ChunkRanges lost = new ChunkRanges(MAX_LOST);

  private long newestAcked = -1;
  private long newestAckedSentAt = Long.MIN_VALUE;
  private long repeatsBy;

  int bytes() {
    return bytes;
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return tail - head >= MAX_DATAGRAMS;
  }

  /** When a chunk was sent, -1 if it is not under way. */
  long sentAt(long chunk) {
    int at = find(chunk);
    return sequences[at] == 0 ? -1 : sentAt[slot(sequences[at] - 1)];
  }

  long oldestSentAt() {
    return count == 0 ? Timed.NEVER : sentAt[slot(head)];
  }

  void sent(long chunk, int size, long now) {
    remove(chunk);
    dropHead();
    if (tail - head == chunks.length) {
      grow();
    }
    int slot = slot(tail);
    chunks[slot] = chunk;
    sentAt[slot] = now;
    sizes[slot] = size;
    repeated[slot] = !lost.isEmpty() && lost.contains(chunk);
    if (repeated[slot]) {
      lost.remove(chunk, chunk);
    }
    put(chunk, tail);
    tail++;
    bytes += size;
    count++;
  }

  /**
   * Takes out the chunks of an acknowledged range; gives the bytes newly acknowledged.
   *
   * @param repeatsSentBy a chunk sent again after this is acknowledged too soon: it was the first
   *     sending that arrived, which says nothing of what went out before the second (Karn's rule,
   *     RFC 8985 §6.2 step 2)
   */
  int acknowledge(long first, long last, long repeatsSentBy) {
    repeatsBy = repeatsSentBy;
    int before = bytes;
    if (last - first >= 0 && last - first < count) {
      for (long chunk = first; chunk <= last; chunk++) {
        acknowledge(chunk);
      }
    } else {
      for (long sequence = head; sequence < tail; sequence++) {
        int slot = slot(sequence);
        if (sizes[slot] != 0 && chunks[slot] >= first && chunks[slot] <= last) {
          acknowledge(chunks[slot]);
        }
      }
    }
    dropHead();
    return before - bytes;
  }

  private void acknowledge(long chunk) {
    int at = find(chunk);
    if (sequences[at] == 0) {
      return;
    }
    long sequence = sequences[at] - 1;
    int slot = slot(sequence);
    if (sequence > newestAcked && (!repeated[slot] || sentAt[slot] <= repeatsBy)) {
      newestAcked = sequence;
      newestAckedSentAt = sentAt[slot];
    }
    remove(chunk);
  }

  /** Number of the newest acknowledged datagram; it grows where there is a round-trip sample. */
  long newestAcked() {
    return newestAcked;
  }

  /** When the newest acknowledged datagram was sent: a round-trip sample. */
  long newestAckedSentAt() {
    return newestAckedSentAt;
  }

  /**
   * Takes out what must be lost: sent before something that has arrived, and either well before it
   * or so long ago that its acknowledgement would be here (the idea of RFC 8985, with the
   * reordering window in time and in datagrams).
   *
   * @param expectedBy what was sent until then would be acknowledged by now
   */
  void detectLost(long reorderMicros, long expectedBy, Outcome outcome) {
    for (long sequence = head; sequence + 3 <= newestAcked; sequence++) {
      int slot = slot(sequence);
      if (sizes[slot] == 0) {
        continue;
      }
      if (newestAckedSentAt - sentAt[slot] < reorderMicros && sentAt[slot] > expectedBy) {
        break;
      }
      lose(slot, outcome);
    }
    dropHead();
  }

  /** Takes out a range that is of no interest any more. */
  void forget(long first, long last) {
    acknowledge(first, last, Long.MIN_VALUE);
  }

  /** Takes out the oldest alone, to probe with it whether anything arrives. */
  long loseOldest(Outcome outcome) {
    long chunk = chunks[slot(head)];
    lose(slot(head), outcome);
    dropHead();
    return chunk;
  }

  /** Takes out all, oldest first: nothing was heard within the time-out. */
  void loseAll(Outcome outcome) {
    for (long sequence = head; sequence < tail; sequence++) {
      if (sizes[slot(sequence)] != 0) {
        lose(slot(sequence), outcome);
      }
    }
    dropHead();
  }

  private void lose(int slot, Outcome outcome) {
    long chunk = chunks[slot];
    int size = sizes[slot];
    remove(chunk);
    lost.add(chunk, chunk);
    outcome.lost(chunk, size);
  }

  private void dropHead() {
    while (head < tail && sizes[slot(head)] == 0) {
      head++;
    }
  }

  private int slot(long sequence) {
    return (int) sequence & (chunks.length - 1);
  }

  private void grow() {
    int old = chunks.length;
    long[] moreChunks = new long[old * 2];
    long[] moreSentAt = new long[old * 2];
    int[] moreSizes = new int[old * 2];
    boolean[] moreRepeated = new boolean[old * 2];
    for (long sequence = head; sequence < tail; sequence++) {
      int to = (int) sequence & (old * 2 - 1);
      moreChunks[to] = chunks[slot(sequence)];
      moreSentAt[to] = sentAt[slot(sequence)];
      moreSizes[to] = sizes[slot(sequence)];
      moreRepeated[to] = repeated[slot(sequence)];
    }
    chunks = moreChunks;
    sentAt = moreSentAt;
    sizes = moreSizes;
    repeated = moreRepeated;
    keys = new long[old * 4];
    sequences = new long[old * 4];
    for (long sequence = head; sequence < tail; sequence++) {
      if (sizes[slot(sequence)] != 0) {
        put(chunks[slot(sequence)], sequence);
      }
    }
  }

  private void remove(long chunk) {
    int at = find(chunk);
    if (sequences[at] == 0) {
      return;
    }
    int slot = slot(sequences[at] - 1);
    bytes -= sizes[slot];
    sizes[slot] = 0;
    count--;
    removeAt(at);
  }

  private static int spread(long chunk) {
    long mixed = chunk * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40);
  }

  private int find(long chunk) {
    int mask = keys.length - 1;
    int at = spread(chunk) & mask;
    while (sequences[at] != 0 && keys[at] != chunk) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void put(long chunk, long sequence) {
    int at = find(chunk);
    keys[at] = chunk;
    sequences[at] = sequence + 1;
  }

  /** Linear probing without tombstones: what follows in the run moves up into the hole. */
  private void removeAt(int start) {
    int mask = keys.length - 1;
    int hole = start;
    int at = (hole + 1) & mask;
    while (sequences[at] != 0) {
      int home = spread(keys[at]) & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        keys[hole] = keys[at];
        sequences[hole] = sequences[at];
        hole = at;
      }
      at = (at + 1) & mask;
    }
    sequences[hole] = 0;
  }

  void clear() {
    lost.clear();
    Arrays.fill(sequences, 0);
    Arrays.fill(sizes, 0);
    head = tail;
    bytes = 0;
    count = 0;
  }
}

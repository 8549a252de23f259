package tv.martlet.peer;

/**
 * A bounded first-in first-out queue of chunk ranges: what a neighbour has asked for, in the order
 * asked (RFC 7574 §3.7 SHOULD). What does not fit is refused; the asker asks again.
 */
final class RangeQueue {
  private final long[] firsts;
  private final long[] lasts;
  private final long maxChunks;
  private int head;
  private int count;
  private long chunks;

  RangeQueue(int maxRanges, long maxChunks) {
    firsts = new long[maxRanges];
    lasts = new long[maxRanges];
    this.maxChunks = maxChunks;
  }

  boolean isEmpty() {
    return count == 0;
  }

  long chunks() {
    return chunks;
  }

  /** Adds as much of the range as the bounds allow; gives the number of chunks taken. */
  long add(long first, long last) {
    long room = Math.min(maxChunks - chunks, last - first + 1);
    if (room <= 0 || last < first) {
      return 0;
    }
    int newest = (head + count - 1) % firsts.length;
    if (count > 0 && lasts[newest] + 1 == first) {
      lasts[newest] += room;
    } else if (count < firsts.length) {
      int at = (head + count++) % firsts.length;
      firsts[at] = first;
      lasts[at] = first + room - 1;
    } else {
      return 0;
    }
    chunks += room;
    return room;
  }

  /** Puts one chunk in front of all: a retransmission. */
  void addFirst(long chunk) {
    if (count > 0 && firsts[head] == chunk + 1) {
      firsts[head]--;
    } else if (count > 0 && lasts[head] + 1 == chunk && count < firsts.length) {
      lasts[head]++;
    } else if (count < firsts.length) {
      head = (head + firsts.length - 1) % firsts.length;
      firsts[head] = chunk;
      lasts[head] = chunk;
      count++;
    } else {
      return;
    }
    chunks++;
  }

  long first() {
    return firsts[head];
  }

  long last() {
    return lasts[head];
  }

  /** Takes the first {@code n} chunks of the first range out. */
  void take(long n) {
    firsts[head] += n;
    chunks -= n;
    if (firsts[head] > lasts[head]) {
      head = (head + 1) % firsts.length;
      count--;
    }
  }

  /** Takes a range out wherever it stands (CANCEL, or HAVE as an implicit one, §3.8). */
  void remove(long first, long last) {
    for (int n = count; n > 0; n--) {
      long f = firsts[head];
      long l = lasts[head];
      head = (head + 1) % firsts.length;
      count--;
      chunks -= l - f + 1;
      if (f < first) {
        add(f, Math.min(l, first - 1));
      }
      if (l > last) {
        add(Math.max(f, last + 1), l);
      }
    }
  }

  boolean contains(long chunk) {
    return nextAbsent(chunk) != chunk;
  }

  /** The chunk itself if it is not queued, else the one behind the range that it is in. */
  long nextAbsent(long chunk) {
    for (int i = 0; i < count; i++) {
      int at = (head + i) % firsts.length;
      if (firsts[at] <= chunk && chunk <= lasts[at]) {
        return lasts[at] + 1;
      }
    }
    return chunk;
  }

  /** The smallest queued chunk from this one on, {@link Long#MAX_VALUE} if there is none. */
  long nextPresent(long chunk) {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      int at = (head + i) % firsts.length;
      if (lasts[at] >= chunk) {
        next = Math.min(next, Math.max(chunk, firsts[at]));
      }
    }
    return next;
  }

  void clear() {
    head = 0;
    count = 0;
    chunks = 0;
  }
}

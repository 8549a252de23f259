package tv.martlet.remote;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What waits for the owner thread: bounded in number and bytes, and nobody waits to put it in. */
final class Inbox {
  private static final int MAX = 256;
  private static final int MAX_BYTES = 1 << 20;

  /** A task and the bytes that it holds. */
  private record Entry(Runnable task, int bytes) {}

  private static final Entry NOTHING = new Entry(() -> {}, 0);

  private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(MAX);
  private final AtomicInteger bytes = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();

  /** Takes a task, or counts it as dropped. */
  boolean offer(Runnable task, int size) {
    if (bytes.addAndGet(size) <= MAX_BYTES && entries.offer(new Entry(task, size))) {
      return true;
    }
    bytes.addAndGet(-size);
    dropped.incrementAndGet();
    return false;
  }

  /** Wakes the owner; where the inbox is full, it is awake. */
  @SuppressWarnings("CheckReturnValue") // a full inbox wakes as well
  void wake() {
    if (entries.isEmpty()) {
      entries.offer(NOTHING);
    }
  }

  /** The next task, or one that does nothing when the time is over. */
  Runnable take(long millis) throws InterruptedException {
    Entry entry = entries.poll(millis, TimeUnit.MILLISECONDS);
    if (entry == null) {
      return NOTHING.task;
    }
    bytes.addAndGet(-entry.bytes);
    return entry.task;
  }

  long dropped() {
    return dropped.get();
  }
}

package tv.martlet.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A small ring that one thread fills and viewers read from its oldest byte. */
final class TestChannel {
  private final byte[] ring;
  private final List<Cursor> cursors = new CopyOnWriteArrayList<>();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private long written;
  private boolean ended;

  TestChannel(int size) {
    ring = new byte[size];
  }

  void append(byte[] bytes) {
    synchronized (this) {
      for (byte b : bytes) {
        ring[(int) (written++ % ring.length)] = b;
      }
    }
    wakeAll();
  }

  void end() {
    synchronized (this) {
      ended = true;
    }
    wakeAll();
  }

  private void wakeAll() {
    for (Cursor c : cursors) {
      if (c.wake != null) {
        c.wake.run();
      }
    }
  }

  StreamReader open() {
    Cursor cursor = new Cursor();
    cursors.add(cursor);
    opened.incrementAndGet();
    return cursor;
  }

  private final class Cursor implements StreamReader {
    private volatile Runnable wake;
    private long at;
    private final List<Thread> owner = new ArrayList<>();

    @Override
    public int read(ByteBuffer dst) {
      onOneThread();
      synchronized (TestChannel.this) {
        if (written - at > ring.length) {
          return OVERRUN;
        }
        int n = (int) Math.min(dst.remaining(), written - at);
        for (int i = 0; i < n; i++) {
          dst.put(ring[(int) (at++ % ring.length)]);
        }
        return n == 0 && ended ? ENDED : n;
      }
    }

    @Override
    public void onReadable(Runnable wake) {
      onOneThread();
      this.wake = wake;
    }

    @Override
    public void close() {
      onOneThread();
      cursors.remove(this);
      closed.incrementAndGet();
    }

    /** The contract says that one thread makes every call. */
    private void onOneThread() {
      if (owner.isEmpty()) {
        owner.add(Thread.currentThread());
      } else if (owner.get(0) != Thread.currentThread()) {
        throw new IllegalStateException("called on " + Thread.currentThread());
      }
    }
  }
}

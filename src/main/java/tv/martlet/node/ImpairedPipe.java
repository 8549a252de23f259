package tv.martlet.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * One direction of an {@link ImpairedLink}: loses at random, queues before a bottleneck whose queue
 * drops what comes when it is full, then delays. Owned by the link's thread.
 */
public final class ImpairedPipe {
  private static final int MAX_PARCELS = 100_000;
  private static final long IDLE_MICROS = 100_000;

  /**
   * What a pipe does to datagrams.
   *
   * @param delayMicros one way
   * @param loss share lost at random, 0 to 1
   * @param bytesASecond of the bottleneck; 0 for none
   * @param queueMicros the most that a datagram may have to wait before the bottleneck
   */
  public record Shape(long delayMicros, double loss, long bytesASecond, long queueMicros) {}

  private record Parcel(long due, DatagramChannel by, InetSocketAddress to, ByteBuffer bytes) {}

  private final Shape shape;
  private final SplittableRandom random;
  private final ArrayDeque<Parcel> parcels = new ArrayDeque<>();
  private long busyUntil = Long.MIN_VALUE;
  private volatile long dropped;

  ImpairedPipe(Shape shape, SplittableRandom random) {
    this.shape = shape;
    this.random = random;
  }

  /** Takes a datagram in, or drops it; to be sent by a channel to an address when it is due. */
  void offer(ByteBuffer datagram, DatagramChannel by, InetSocketAddress to, long now) {
    boolean lost = random.nextDouble() < shape.loss();
    long due = lost ? -1 : due(datagram.remaining(), now);
    if (due < 0 || parcels.size() == MAX_PARCELS) {
      count();
      return;
    }
    byte[] copy = new byte[datagram.remaining()];
    datagram.get(copy);
    parcels.add(new Parcel(due, by, to, ByteBuffer.wrap(copy)));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others look
  private void count() {
    dropped++;
  }

  /** When a datagram comes out, or -1 if the queue is full. */
  private long due(int bytes, long now) {
    if (shape.bytesASecond() == 0) {
      return now + shape.delayMicros();
    }
    long start = Math.max(now, busyUntil);
    if (start - now > shape.queueMicros()) {
      return -1;
    }
    busyUntil = start + bytes * 1_000_000L / shape.bytesASecond();
    return busyUntil + shape.delayMicros();
  }

  /** How long until something is due. */
  long waitMicros(long now) {
    return parcels.isEmpty() ? IDLE_MICROS : Math.max(0, parcels.peek().due() - now);
  }

  /** Sends what is due. */
  void deliver(long now) throws IOException {
    while (!parcels.isEmpty() && parcels.peek().due() <= now) {
      Parcel parcel = parcels.remove();
      parcel.by().send(parcel.bytes(), parcel.to());
    }
  }

  /** Datagrams dropped so far. */
  long dropped() {
    return dropped;
  }
}

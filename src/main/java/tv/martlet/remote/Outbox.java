package tv.martlet.remote;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;

/** Events and answers that wait for the broker, the newest of them. One thread. */
final class Outbox {
  static final int MAX = 256;
  private static final long MAX_BYTES = 1 << 20;

  private final Queue<Message> waiting = new ArrayDeque<>();
  private long bytes;
  private long dropped;

  void add(Message message) {
    waiting.add(message);
    bytes += message.payload().length;
    while (waiting.size() > MAX || bytes > MAX_BYTES) {
      remove();
      dropped++;
    }
  }

  private void remove() {
    bytes -= waiting.remove().payload().length;
  }

  /** Sends in order until one is not taken. */
  void flush(Predicate<Message> taker) {
    while (!waiting.isEmpty() && taker.test(waiting.peek())) {
      remove();
    }
  }

  int size() {
    return waiting.size();
  }

  /** Messages that were given up since the start. */
  long dropped() {
    return dropped;
  }
}

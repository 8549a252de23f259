package tv.martlet.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The live numbers behind {@link WebCounts}; written on the web's loop, read anywhere. */
final class Counters {
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger streams = new AtomicInteger();
  final AtomicLong requests = new AtomicLong();
  final AtomicLong refused = new AtomicLong();
  final AtomicLong cutOff = new AtomicLong();
  final AtomicLong streamBytes = new AtomicLong();

  WebCounts snapshot() {
    return new WebCounts(
        connections.get(),
        streams.get(),
        requests.get(),
        refused.get(),
        cutOff.get(),
        streamBytes.get());
  }
}

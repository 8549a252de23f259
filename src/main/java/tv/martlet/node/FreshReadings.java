package tv.martlet.node;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Figures that are read anew when somebody looks at them, at most about once a second. */
final class FreshReadings implements Supplier<Map<String, Gauge.Reading>> {
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private final PeerHost host;
  private final Map<String, ? extends Served> channels;
  private final LongSupplier nanos;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Map<String, Gauge.Reading> last = Map.of();
  private volatile long readAt;

  FreshReadings(PeerHost host, Map<String, ? extends Served> channels, LongSupplier nanos) {
    this.host = host;
    this.channels = channels;
    this.nanos = nanos;
    this.readAt = nanos.getAsLong() - FRESH_NANOS;
    read();
  }

  /** What was read last; what is read because of this call is for the next. */
  @Override
  public Map<String, Gauge.Reading> get() {
    if (nanos.getAsLong() - readAt >= FRESH_NANOS) {
      read();
    }
    return last;
  }

  private void read() {
    if (reading.compareAndSet(false, true)) {
      var unused = Gauge.read(host, channels).whenComplete(this::done);
    }
  }

  private void done(Map<String, Gauge.Reading> fresh, Throwable failure) {
    if (failure == null) {
      last = fresh;
    }
    readAt = nanos.getAsLong();
    reading.set(false);
  }
}

package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What drives a tracker server or client.
 *
 * @param loop the thread that owns all of its state
 * @param nowMillis a time that never goes back, in milliseconds
 * @param random used on the loop, and at the start on the caller's thread; it seals nonces, so give
 *     a {@code SecureRandom}
 */
public record Driver(EventLoop loop, LongSupplier nowMillis, RandomGenerator random) {
  public Driver {
    requireNonNull(loop);
    requireNonNull(nowMillis);
    requireNonNull(random);
  }

  long now() {
    return nowMillis.getAsLong();
  }
}

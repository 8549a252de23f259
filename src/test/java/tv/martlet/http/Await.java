package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Polls, with a deadline, what the other side of a socket does in its own time. */
final class Await {
  private Await() {}

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        fail("did not come true in 20 s");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}

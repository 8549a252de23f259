package tv.martlet.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM, waited for by a verb that runs until it is told to stop; the process ends only
 * when the verb has put things in order, or after five seconds.
 */
final class StopSignal implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  private StopSignal() {}

  /** Takes the signals over from the JVM until closed. */
  static StopSignal listen() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stopAndWait, "martlet-stop"));
    return signal;
  }

  private void stopAndWait() {
    asked.countDown();
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return; // the rest is the system's business
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As if a signal had come: the verb ends. */
  void ask() {
    asked.countDown();
  }

  /** Waits; true once it is to end. */
  boolean await(long millis) throws InterruptedException {
    return asked.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Things are in order: the process may end. */
  @Override
  public void close() {
    done.countDown();
  }
}

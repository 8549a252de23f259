package tv.martlet.media;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time by which a file is paced, and the wait for it; a test passes its own. */
public interface PaceClock {
  /** Microseconds since whenever, never going back. */
  long nowMicros();

  /** Waits about so long; may return sooner, and does so when the thread is interrupted. */
  void await(long micros);

  /** The machine's clock. */
  static PaceClock system() {
    return new PaceClock() {
      @Override
      public long nowMicros() {
        return System.nanoTime() / 1000;
      }

      @Override
      public void await(long micros) {
        LockSupport.parkNanos(this, TimeUnit.MICROSECONDS.toNanos(micros));
      }
    };
  }
}

package tv.martlet.net;

/** The clock of an engine: microseconds since 1970 that never run backwards. */
@FunctionalInterface
public interface MicroClock {
  long micros();

  /** Wall time when called, running on by the monotonic clock from there. */
  static MicroClock system() {
    long wall = System.currentTimeMillis() * 1000;
    long start = System.nanoTime();
    return () -> wall + (System.nanoTime() - start) / 1000;
  }
}

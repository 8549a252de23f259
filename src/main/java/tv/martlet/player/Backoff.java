package tv.martlet.player;

import java.time.Duration;

/** Waiting times that double from the first to the last. */
final class Backoff {
  private final long firstMillis;
  private final long lastMillis;
  private long nextMillis;

  Backoff(Duration first, Duration last) {
    this.firstMillis = first.toMillis();
    this.lastMillis = last.toMillis();
    this.nextMillis = firstMillis;
  }

  long nextMillis() {
    long now = nextMillis;
    nextMillis = Math.min(lastMillis, nextMillis * 2);
    return now;
  }

  void reset() {
    nextMillis = firstMillis;
  }
}

package tv.martlet.peer;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** A line as a test wants it: so many datagrams at a time, and this queue before it. */
record ShownLine(int segment, IntSupplier datagrams, LongSupplier shown)
    implements CongestionControl {
  @Override
  public void acknowledged(int bytes, long delay, long rtt, int flight, long at) {}

  @Override
  public void lost(int bytes, long rtt, long at) {}

  @Override
  public void timedOut(long at) {}

  @Override
  public int window() {
    return datagrams.getAsInt() * segment;
  }

  @Override
  public long pacingRate(long rtt) {
    return 0;
  }

  @Override
  public long queueing() {
    return shown.getAsLong();
  }

  @Override
  public double lossRate() {
    return 0;
  }
}

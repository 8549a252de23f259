package tv.martlet.peer;

/**
 * Decides how many bytes may be under way to one neighbour. Driven by {@link Uploads}; one instance
 * a channel. Times and delays are microseconds, sizes bytes.
 */
public interface CongestionControl {
  /**
   * Bytes newly acknowledged.
   *
   * @param delay one-way delay sample of the acknowledgement; only differences mean something, the
   *     clocks of two hosts are not in step
   * @param rtt smoothed round-trip time
   * @param flight bytes that were under way before this acknowledgement
   */
  void acknowledged(int bytes, long delay, long rtt, int flight, long now);

  /** Bytes found lost; called once for each lost datagram. */
  void lost(int bytes, long rtt, long now);

  /** No acknowledgement within the time-out. */
  void timedOut(long now);

  /** Bytes that may be under way. */
  int window();

  /** Bytes a second at which to send, or 0 to send whenever the window allows. */
  long pacingRate(long rtt);

  /** Queueing delay that the last acknowledgements showed; 0 where delays are not looked at. */
  default long queueing() {
    return 0;
  }

  /** Share of recent datagrams that were lost, 0 to 1. */
  double lossRate();

  /** Makes the congestion control of a new channel. */
  interface Factory {
    CongestionControl create(int segment);
  }
}

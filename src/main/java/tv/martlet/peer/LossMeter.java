package tv.martlet.peer;

/** Share of datagrams lost, smoothed over the last few hundred. */
final class LossMeter {
  private static final int EPOCH = 64;

  private int delivered;
  private int lost;
  private double rate;
  private boolean measured;

  void delivered(int datagrams) {
    delivered += datagrams;
    roll();
  }

  void lost() {
    lost++;
    roll();
  }

  private void roll() {
    int all = delivered + lost;
    if (all < EPOCH) {
      return;
    }
    double share = (double) lost / all;
    rate = measured ? rate + (share - rate) * Math.min(1.0, all / 512.0) : share;
    measured = true;
    delivered = 0;
    lost = 0;
  }

  double rate() {
    return rate;
  }
}

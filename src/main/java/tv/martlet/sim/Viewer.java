package tv.martlet.sim;

/** One who watches: comes, perhaps changes the channel now and then, perhaps goes. */
final class Viewer {
  private final Run run;
  private final Host host;
  private final boolean freeRider;
  private Viewing viewing;
  private int channel;
  private boolean gone;

  Viewer(Run run, Host host, boolean freeRider, int channel) {
    this.run = run;
    this.host = host;
    this.freeRider = freeRider;
    this.channel = channel;
  }

  void come(long now) {
    viewing = run.view(this, channel, false, now);
    Scenario.Sessions sessions = run.scenario().sessions();
    if (sessions.median() > 0) {
      double length = sessions.median() * Math.exp(sessions.sigma() * run.random().nextGaussian());
      run.timeline().at(now + (long) (length * 1e6), this::go);
    }
    if (sessions.zap() > 0) {
      run.timeline().at(now + zapDelay(), this::zap);
    }
  }

  private long zapDelay() {
    // Half to one and a half of the mean, so that not all change at once.
    return (long) (run.scenario().sessions().zap() * 1e6 * (0.5 + run.random().nextDouble()));
  }

  private void zap(long now) {
    if (gone) {
      return;
    }
    int channels = run.scenario().stream().channels();
    channel = (channel + 1 + run.random().nextInt(channels - 1)) % channels;
    run.leave(viewing, false, now);
    viewing = run.view(this, channel, true, now);
    run.timeline().at(now + zapDelay(), this::zap);
  }

  private void go(long now) {
    if (!gone) {
      gone = true;
      run.leave(viewing, run.random().nextDouble() < run.scenario().sessions().crash(), now);
      run.replace(now);
    }
  }

  Host host() {
    return host;
  }

  boolean isFreeRider() {
    return freeRider;
  }
}

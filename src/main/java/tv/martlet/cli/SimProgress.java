package tv.martlet.cli;

import tv.martlet.sim.RunResult;

/** How many runs are done, how fast they go and how long the rest will take. Any thread tells. */
final class SimProgress {
  private final ProgressLine line;
  private final int all;
  private final long begun = System.nanoTime();
  private int done;
  private double simulated;

  SimProgress(ProgressLine line, int all) {
    this.line = line;
    this.all = all;
    line.show("0 of %d runs", all);
  }

  synchronized void add(RunResult result) {
    done++;
    simulated += result.simulatedSeconds();
    double seconds = (System.nanoTime() - begun) / 1e9;
    line.show(
        "%d of %d runs, %.1f times as fast as the clock, %.0f s left",
        done, all, simulated / seconds, seconds * (all - done) / done);
  }

  synchronized void end() {
    line.clear();
  }
}

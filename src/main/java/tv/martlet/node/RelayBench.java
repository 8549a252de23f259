package tv.martlet.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Relays a live stream from an injector to many viewers, and measures the relay alone.
 *
 * <pre>
 *   ┌─ process 1 ─┐        ┌─ process 2 ─┐        ┌─ process 1 ─┐
 *   │  injector   │ ─────► │    relay    │ ─────► │ viewer × N  │
 *   └─────────────┘        └─────────────┘        └─────────────┘
 * </pre>
 *
 * The relay runs with the flags of a box. Measuring begins when all viewers have tuned in and some
 * seconds have passed.
 */
public final class RelayBench {
  /**
   * What keeps a relay within its memory on a small board: a small heap with a small nursery, only
   * the quick compiler (the optimising one takes 45 MiB for its own work and, at a television's
   * rate, gives nothing back), one arena for datagrams.
   */
  public static final List<String> FLAGS =
      List.of(
          "-Xms6m",
          "-Xmx32m",
          "-Xmn3m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=16m",
          "-XX:MaxMetaspaceSize=40m",
          "-XX:MaxDirectMemorySize=40m",
          "-XX:-UsePerfData",
          "-Dio.netty.jfr.enabled=false",
          "-Dio.netty.allocator.type=pooled",
          "-Dio.netty.allocator.numDirectArenas=1",
          "-Dio.netty.allocator.numHeapArenas=0",
          "-Dio.netty.allocator.maxOrder=7");

  private static final long RING = 16 << 20;
  private static final long PATIENCE = 60;

  /**
   * What is to be measured.
   *
   * @param bitRate of the stream, bits a second
   * @param viewers neighbours that the relay serves
   * @param settling seconds from the last tune-in to the measurement
   * @param seconds measured
   */
  public record Task(long bitRate, int viewers, int settling, int seconds) {}

  /**
   * The figures.
   *
   * @param continuity of the worst viewer: share of chunks that were there when due
   * @param sinceTuneIn the same with the seconds before the measurement, when all come at once
   * @param heapMiB heap in use after a collection: at the start, in between, at the end
   */
  public record Figures(
      double cpuCores,
      double peakRssMiB,
      double continuity,
      double sinceTuneIn,
      double datagramsPerCall,
      List<Double> heapMiB) {}

  private final BenchCommand self;
  private final Task task;
  private final IntConsumer progress;

  /**
   * Prepares a measurement.
   *
   * @param progress hears of the seconds measured so far
   */
  public RelayBench(BenchCommand self, Task task, IntConsumer progress) {
    this.self = self;
    this.task = task;
    this.progress = progress;
  }

  /** Measures. */
  public Figures run() throws IOException, InterruptedException {
    List<String> roomy = List.of("-Xmx512m");
    String rate = Long.toString(task.bitRate());
    try (BenchChild crowd =
        BenchChild.start(self, roomy, "crowd", rate, Integer.toString(task.viewers()))) {
      String[] injector = crowd.expect("injector", PATIENCE);
      try (BenchChild relay =
          BenchChild.start(self, FLAGS, "relay", injector[1], injector[2], Long.toString(RING))) {
        crowd.say("join", relay.expect("at", PATIENCE)[1]);
        crowd.expect("joined", PATIENCE);
        TimeUnit.SECONDS.sleep(task.settling());
        return measure(crowd, relay);
      }
    }
  }

  private Figures measure(BenchChild crowd, BenchChild relay)
      throws IOException, InterruptedException {
    List<Double> heap = new ArrayList<>();
    crowd.say("mark");
    crowd.expect("marked", PATIENCE);
    relay.say("mark");
    heap.add(mebibytes(relay.expect("marked", PATIENCE)[1]));
    long begin = System.nanoTime();
    int parts = Math.min(task.seconds(), 5);
    String[] report = {};
    for (int part = 1; part <= parts; part++) {
      passUntil(begin, task.seconds() * part / parts);
      relay.say("report");
      report = relay.expect("report", PATIENCE);
      heap.add(mebibytes(report[3]));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    crowd.say("playing");
    String[] playing = crowd.expect("playing", PATIENCE);
    ProcessCost cost = ProcessCost.read(report, 4);
    return new Figures(
        cost.cpuSeconds() / seconds,
        cost.peakRssMiB(),
        Double.parseDouble(playing[1]),
        Double.parseDouble(playing[2]),
        Double.parseDouble(report[1]) / Double.parseDouble(report[2]),
        List.copyOf(heap));
  }

  private void passUntil(long begin, int seconds) throws InterruptedException {
    for (long passed = 0; passed < seconds; ) {
      TimeUnit.MILLISECONDS.sleep(200);
      passed = (System.nanoTime() - begin) / 1_000_000_000;
      progress.accept((int) passed);
    }
  }

  private static double mebibytes(String bytes) {
    return Long.parseLong(bytes) / (double) (1 << 20);
  }
}

package tv.martlet.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Seeds a random file in one process, fetches it over loopback in another, and measures in the same
 * two processes what the bare calls carry without a protocol.
 *
 * <p>The file is fetched several times. Time runs from joining the swarm to the last verified chunk
 * in the (mapped) file; writing back to disk, comparing and hashing at the seeder are outside. The
 * first time is the cold figure, the best of the others the warm one.
 */
public final class TransferBench {
  /** Overhead of a datagram with a chunk: channel ID, message type, chunk range, timestamp. */
  private static final int DATAGRAM_OVERHEAD = 4 + 1 + 8 + 8;

  private static final int RUN_BYTES = 62_000;
  private static final int MAX_RUN = 60;
  private static final long PATIENCE = 90;
  private static final List<String> FLAGS = List.of("-Xmx64m");
  private static final long PROBE_WARMUP = 500_000;
  private static final long PROBE_TIME = 1_500_000;

  /**
   * What is to be measured.
   *
   * @param bytes of the file
   * @param chunkSize bytes a chunk
   * @param rounds how many times the file is fetched, at least 2
   */
  public record Task(long bytes, int chunkSize, int rounds) {}

  /** What one process cost in the round that counts. */
  public record Side(double cpuSecondsPerGiB, double peakRssMiB, double ownRssMiB) {}

  /**
   * The figures; rates are of content, 10^6 bytes a second.
   *
   * @param rate of the best warm round
   * @param coldRate of the first round
   * @param limit content bytes carried by bare datagrams of the same size
   */
  public record Figures(double rate, double coldRate, double limit, Side seeder, Side leecher) {
    /** How near the rate is to the limit. */
    public double ratio() {
      return rate / limit;
    }
  }

  /** Progress of a round: bytes that have arrived. */
  public record Progress(int round, long bytes) {}

  private record Round(double rate, ProcessCost seeder, ProcessCost leecher) {}

  private final BenchCommand self;
  private final Task task;
  private final Consumer<Progress> progress;

  public TransferBench(BenchCommand self, Task task, Consumer<Progress> progress) {
    this.self = self;
    this.task = task;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException with a sentence, also if what was fetched is not what was seeded
   */
  public Figures run() throws IOException, InterruptedException {
    try (BenchFolder folder = BenchFolder.make()) {
      Path dir = folder.path();
      Path file = dir.resolve("content");
      fill(file, task.bytes(), 1);
      String chunkSize = Integer.toString(task.chunkSize());
      try (BenchChild seeder =
          BenchChild.start(self, FLAGS, "seeder", file.toString(), chunkSize)) {
        String[] at = seeder.expect("at", PATIENCE);
        try (BenchChild leecher =
            BenchChild.start(self, FLAGS, "leecher", at[1], at[2], chunkSize)) {
          leecher.expect("ready", PATIENCE);
          return measure(seeder, leecher, file);
        }
      }
    }
  }

  private Figures measure(BenchChild seeder, BenchChild leecher, Path file)
      throws IOException, InterruptedException {
    Round cold = round(0, seeder, leecher, file);
    Round best = null;
    for (int i = 1; i < task.rounds(); i++) {
      Round next = round(i, seeder, leecher, file);
      best = best == null || next.rate() > best.rate() ? next : best;
    }
    double limit = limit(seeder, leecher);
    Round warm = best == null ? cold : best;
    return new Figures(warm.rate(), cold.rate(), limit, side(warm.seeder()), side(warm.leecher()));
  }

  private Side side(ProcessCost cost) {
    double gibibytes = task.bytes() / (double) (1L << 30);
    return new Side(cost.cpuSeconds() / gibibytes, cost.peakRssMiB(), cost.ownRssMiB());
  }

  private Round round(int number, BenchChild seeder, BenchChild leecher, Path file)
      throws IOException, InterruptedException {
    Path copy = file.resolveSibling("copy-" + number);
    seeder.say("mark");
    seeder.expect("marked", PATIENCE);
    leecher.say("fetch", copy);
    String[] words = leecher.next(PATIENCE);
    while (words[0].equals("have")) {
      progress.accept(new Progress(number, Long.parseLong(words[1])));
      words = leecher.next(PATIENCE);
    }
    if (!words[0].equals("fetched")) {
      throw new IOException("the leecher said " + String.join(" ", words));
    }
    seeder.say("cost");
    ProcessCost seeding = ProcessCost.read(seeder.expect("cost", PATIENCE), 1);
    if (Files.mismatch(file, copy) != -1) {
      throw new IOException("what was fetched differs from what was seeded: this is a fault");
    }
    Files.delete(copy);
    double micros = Double.parseDouble(words[1]);
    return new Round(task.bytes() / micros, seeding, ProcessCost.read(words, 2));
  }

  /** Content bytes a microsecond that arrive in bare datagrams. */
  private double limit(BenchChild seeder, BenchChild leecher)
      throws IOException, InterruptedException {
    leecher.say("probe");
    String port = leecher.expect("at", PATIENCE)[1];
    blast(seeder, port, PROBE_WARMUP);
    long before = count(leecher);
    long begin = System.nanoTime();
    blast(seeder, port, PROBE_TIME);
    long micros = (System.nanoTime() - begin) / 1000;
    return (count(leecher) - before) * (double) task.chunkSize() / micros;
  }

  private void blast(BenchChild seeder, String port, long micros)
      throws IOException, InterruptedException {
    int bytes = task.chunkSize() + DATAGRAM_OVERHEAD;
    seeder.say("blast", port, bytes, Math.min(MAX_RUN, RUN_BYTES / bytes), micros);
    seeder.expect("blasted", PATIENCE);
  }

  private static long count(BenchChild leecher) throws IOException, InterruptedException {
    leecher.say("count");
    return Long.parseLong(leecher.expect("counted", PATIENCE)[1]);
  }

  /** Writes a file of random bytes. */
  static void fill(Path file, long bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = bytes; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
  }
}

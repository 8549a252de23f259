package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.peer.CongestionControl;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;

/**
 * Fetches files over an {@link ImpairedLink}, several at a time where they are to compete for it.
 * All peers are in this process, each with a port of its own.
 */
public final class LossyBench {
  private static final long MAX_CONTENT = 1L << 40;

  private final ImpairedPipe.Shape shape;
  private final long bytes;
  private final long seed;

  /**
   * Prepares.
   *
   * @param bytes of each file
   * @param seed of what is lost
   */
  public LossyBench(ImpairedPipe.Shape shape, long bytes, long seed) {
    this.shape = shape;
    this.bytes = bytes;
    this.seed = seed;
  }

  /** One seeder, one leecher, and how much the latter has. */
  private record Flow(BenchPeer seeder, BenchPeer leecher, CompletableFuture<Long> complete)
      implements AutoCloseable {
    long received() {
      return leecher.port().submit((engine, now) -> engine.counters().contentIn).join();
    }

    @Override
    public void close() {
      leecher.close();
      seeder.close();
    }
  }

  /**
   * Fetches one file and compares it with the original.
   *
   * @return 10^6 bytes a second, from joining to the last chunk
   */
  public double transfer(BenchControl control, long seconds)
      throws IOException, InterruptedException {
    try (BenchFolder folder = BenchFolder.make();
        ImpairedLink link = ImpairedLink.open(shape, seed)) {
      Path file = folder.path().resolve("content");
      TransferBench.fill(file, bytes, seed);
      long begin = System.nanoTime();
      try (Flow flow = flow(link, file, control.factory())) {
        long end = flow.complete().get(seconds, TimeUnit.SECONDS);
        long length = flow.leecher().content().integrity().contentLength();
        Path part = file.resolveSibling("content-copy.part");
        if (length != bytes || !startsWith(part, file)) {
          throw new IOException("what was fetched differs from what was seeded: this is a fault");
        }
        return bytes * 1000.0 / (end - begin);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("the file has not come within " + seconds + " seconds", e);
      }
    }
  }

  private static boolean startsWith(Path longer, Path file) throws IOException {
    long differs = Files.mismatch(longer, file);
    return differs == -1 || differs == Files.size(file);
  }

  /**
   * Lets several flows compete.
   *
   * @param seconds measured, after as many to settle
   * @return 10^6 bytes a second of each
   */
  public List<Double> compete(List<BenchControl> rivals, long seconds)
      throws IOException, InterruptedException {
    List<Flow> flows = new ArrayList<>();
    try (BenchFolder folder = BenchFolder.make();
        ImpairedLink link = ImpairedLink.open(shape, seed)) {
      for (BenchControl each : rivals) {
        Path file = folder.path().resolve("content-" + flows.size());
        TransferBench.fill(file, bytes, seed + flows.size());
        flows.add(flow(link, file, each.factory()));
      }
      TimeUnit.SECONDS.sleep(seconds);
      List<Long> before = flows.stream().map(Flow::received).toList();
      TimeUnit.SECONDS.sleep(seconds);
      List<Double> rates = new ArrayList<>();
      for (int i = 0; i < flows.size(); i++) {
        long got = flows.get(i).received() - before.get(i);
        rates.add(got / 1e6 / seconds);
      }
      return rates;
    } finally {
      flows.forEach(Flow::close);
    }
  }

  private Flow flow(ImpairedLink link, Path file, CongestionControl.Factory congestion)
      throws IOException {
    Content original = Content.seedFile(file, SwarmMetadata.template(HashFunction.SHA256), n -> {});
    SwarmMetadata known = SwarmMetadata.file(original.metadata().id());
    Path copy = file.resolveSibling(file.getFileName() + "-copy");
    Content fetched = Content.fetchFile(copy, known, MAX_CONTENT);
    CompletableFuture<Long> complete = new CompletableFuture<>();
    SwarmListener arrival =
        new SwarmListener() {
          @Override
          public void progressed(Swarm swarm, long now) {
            if (!complete.isDone() && swarm.isComplete()) {
              complete.complete(System.nanoTime());
            }
          }
        };
    BenchPeer seeder =
        BenchPeer.start(BenchPeer.settings(congestion), engine -> original, SwarmListener.NONE);
    BenchPeer leecher = BenchPeer.start(BenchPeer.settings(congestion), engine -> fetched, arrival);
    leecher.offer(link.towards(seeder.port().localAddress()));
    return new Flow(seeder, leecher, complete);
  }
}

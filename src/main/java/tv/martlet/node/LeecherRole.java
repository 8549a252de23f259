package tv.martlet.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tv.martlet.chunk.ChunkFile;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.net.LinkProbe;
import tv.martlet.net.MicroClock;
import tv.martlet.net.UdpPort;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;

/** Fetches a file from a seeder: {@code leecher PORT SWARM-ID CHUNK-SIZE}. */
final class LeecherRole extends BenchRole {
  private static final long PROGRESS_MILLIS = 250;
  private static final long GIVE_UP_MILLIS = 60_000;
  private static final long MAX_CONTENT = 1L << 40;

  private final InetSocketAddress seeder;
  private final SwarmMetadata metadata;
  private LinkProbe probe;

  LeecherRole(List<String> arguments) {
    seeder =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments.get(0)));
    metadata =
        SwarmMetadata.file(SwarmId.ofHex(arguments.get(1)))
            .withChunkSize(Integer.parseInt(arguments.get(2)));
  }

  @Override
  void begin() {
    say("ready");
  }

  @Override
  void obey(String[] words) throws IOException, InterruptedException, ExecutionException {
    switch (words[0]) {
      case "fetch" -> fetch(Path.of(words[1]));
      case "probe" -> {
        probe = LinkProbe.open();
        say("at", probe.localAddress().getPort());
      }
      case "count" -> say("counted", probe.received().get());
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private void fetch(Path file) throws IOException, InterruptedException, ExecutionException {
    EngineSettings settings = EngineSettings.defaults();
    SecureRandom random = new SecureRandom();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Content content = Content.fetchFile(file, metadata, MAX_CONTENT);
        UdpPort port =
            UdpPort.open(any, MicroClock.system(), sink -> new Engine(settings, random, sink))) {
      Arrival arrival = new Arrival();
      ProcessCost before = ProcessCost.now();
      long begin = System.nanoTime();
      Swarm swarm =
          port.submit(
                  (engine, now) -> {
                    Swarm joined = engine.join(content, SwarmPolicy.plain(settings), arrival, now);
                    joined.offer(seeder, now);
                    return joined;
                  })
              .get();
      long end = await(port, swarm, arrival.complete);
      ProcessCost cost = ProcessCost.now().since(before);
      ((ChunkFile) content.store()).complete();
      port.submit(
              (engine, now) -> {
                engine.leave(swarm, now);
                return null;
              })
          .get();
      say("fetched", (end - begin) / 1000, cost.words());
    }
    System.gc(); // the file is unmapped with its last reference, not before
  }

  /** Waits for the whole content and tells the parent how it comes along. */
  private long await(UdpPort port, Swarm swarm, CompletableFuture<Long> complete)
      throws IOException, InterruptedException, ExecutionException {
    long before = 0;
    long silentSince = System.nanoTime();
    while (true) {
      try {
        return complete.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long chunks =
            port.submit((engine, now) -> swarm.content().store().available().size()).get();
        say("have", chunks * metadata.chunkSize());
        silentSince = chunks > before ? System.nanoTime() : silentSince;
        before = chunks;
        if (System.nanoTime() - silentSince > GIVE_UP_MILLIS * 1_000_000) {
          throw new IOException("nothing has come for a minute");
        }
      }
    }
  }

  /** Takes down the moment at which all was there. */
  private static final class Arrival implements SwarmListener {
    private final CompletableFuture<Long> complete = new CompletableFuture<>();

    @Override
    public void progressed(Swarm swarm, long now) {
      if (!complete.isDone() && swarm.isComplete()) {
        complete.complete(System.nanoTime());
      }
    }
  }

  @Override
  void end() {
    if (probe != null) {
      probe.close();
    }
  }
}

package tv.martlet.node;

import java.io.IOException;
import java.util.List;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.SwarmListener;

/** The relay that is measured: {@code relay INJECTOR-PORT SWARM-ID RING-BYTES}. */
final class RelayRole extends BenchRole {
  private final int injector;
  private final SwarmMetadata metadata;
  private final long ring;
  private BenchPeer relay;
  private ProcessCost costMark = ProcessCost.now();
  private Traffic trafficMark = new Traffic(0, 0);

  private record Traffic(long datagrams, long calls) {}

  RelayRole(List<String> arguments) {
    injector = Integer.parseInt(arguments.get(0));
    metadata = SwarmMetadata.live(SwarmId.ofHex(arguments.get(1)));
    ring = Long.parseLong(arguments.get(2));
  }

  @Override
  void begin() throws IOException {
    EngineSettings settings = BenchPeer.settings(EngineSettings.defaults().congestion());
    relay =
        BenchPeer.start(
            settings,
            engine ->
                Content.live(metadata, ring, SignatureChecker.inline(), engine.signatureListener()),
            SwarmListener.NONE);
    relay.offer(BenchPeer.loopback(injector));
    say("at", relay.port().localAddress().getPort());
  }

  @Override
  void obey(String[] words) {
    switch (words[0]) {
      case "mark" -> {
        long heap = heapAfterCollection();
        costMark = ProcessCost.now();
        trafficMark = traffic();
        say("marked", heap);
      }
      case "report" -> report();
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  /** Says {@code report DATAGRAMS CALLS HEAP-BYTES COST…}, all since the mark. */
  private void report() {
    ProcessCost cost = ProcessCost.now().since(costMark);
    Traffic traffic = traffic();
    say(
        "report",
        traffic.datagrams() - trafficMark.datagrams(),
        traffic.calls() - trafficMark.calls(),
        heapAfterCollection(),
        cost.words());
  }

  private Traffic traffic() {
    return relay
        .port()
        .submit(
            (engine, now) -> {
              long[] calls = relay.port().systemCalls();
              return new Traffic(
                  engine.counters().datagramsIn + engine.counters().datagramsOut,
                  calls[0] + calls[1]);
            })
        .join();
  }

  private static long heapAfterCollection() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  void end() {
    if (relay != null) {
      relay.close();
    }
  }
}

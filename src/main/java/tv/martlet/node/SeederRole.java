package tv.martlet.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutionException;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.net.LinkProbe;
import tv.martlet.net.MicroClock;
import tv.martlet.net.UdpPort;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;

/** Seeds a file: {@code seeder FILE CHUNK-SIZE}. */
final class SeederRole extends BenchRole {
  private final Path file;
  private final int chunkSize;
  private UdpPort port;
  private Content content;
  private ProcessCost mark = ProcessCost.now();

  SeederRole(List<String> arguments) {
    file = Path.of(arguments.get(0));
    chunkSize = Integer.parseInt(arguments.get(1));
  }

  @Override
  void begin() throws IOException, InterruptedException, ExecutionException {
    SwarmMetadata template = SwarmMetadata.template(HashFunction.SHA256).withChunkSize(chunkSize);
    content = Content.seedFile(file, template, bytes -> {});
    EngineSettings settings = EngineSettings.defaults();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    SecureRandom random = new SecureRandom();
    port = UdpPort.open(any, MicroClock.system(), sink -> new Engine(settings, random, sink));
    port.submit(
            (engine, now) ->
                engine.join(content, SwarmPolicy.plain(settings), SwarmListener.NONE, now))
        .get();
    say("at", port.localAddress().getPort(), content.metadata().id());
  }

  @Override
  void obey(String[] words) throws IOException, InterruptedException, ExecutionException {
    switch (words[0]) {
      case "mark" -> {
        mark = ProcessCost.now();
        say("marked");
      }
      case "cost" -> say("cost", ProcessCost.now().since(mark).words());
      case "blast" -> blast(words);
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  /** {@code blast PORT BYTES RUN MICROS} */
  private void blast(String[] words) throws IOException, InterruptedException, ExecutionException {
    InetSocketAddress to =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[1]));
    try (LinkProbe probe = LinkProbe.open()) {
      probe
          .blast(
              to, Integer.parseInt(words[2]), Integer.parseInt(words[3]), Long.parseLong(words[4]))
          .get();
    }
    say("blasted");
  }

  @Override
  void end() {
    if (port != null) {
      port.close();
    }
    if (content != null) {
      content.close();
    }
  }
}

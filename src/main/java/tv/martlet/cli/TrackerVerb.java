package tv.martlet.cli;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tv.martlet.node.TrackerNode;

/** {@code martlet tracker}: tells peers of each other. */
@Command(
    name = "tracker",
    description = {
      "Runs a tracker (RFC 7846): tells the peers of a swarm of each other.",
      "TLS, passwords and client certificates are settings: martlet config example."
    })
final class TrackerVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Override
  public Integer call() throws InterruptedException {
    try (StopSignal stop = StopSignal.listen();
        TrackerNode node = Verbs.start(() -> TrackerNode.start(options.load()))) {
      node.tellService(Martlet.surroundings(spec).environment());
      InetSocketAddress address = node.address();
      String text = address.getHostString() + ":" + address.getPort();
      spec.commandLine()
          .getOut()
          .println(
              format.json()
                  ? Json.line(Map.of("listen", text, "port", address.getPort()))
                  : "tracker on " + text);
      spec.commandLine().getOut().flush();
      ProgressLine line = new ProgressLine(spec.commandLine().getErr());
      while (!stop.await(5_000)) {
        line.show("%s", node.countsJson());
      }
      line.clear();
    }
    return ExitCode.OK;
  }
}

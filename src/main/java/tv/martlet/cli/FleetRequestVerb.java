package tv.martlet.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tv.martlet.node.Fleet;

/** {@code martlet fleet request}: has boxes do something and prints their answers. */
@Command(
    name = "request",
    description = {
      "Has boxes do something: channel, volume, mute, relay, message, identify, screenshot,"
          + " channels, config get, config set, config reset, logs, stats, peers, restart.",
      "Example: martlet fleet request box-1 config get key=peer"
    })
final class FleetRequestVerb implements Callable<Integer> {
  @Mixin private SettingsOptions options;
  @Mixin private BrokerOptions broker;
  @Mixin private JsonOption format;
  @Mixin private FleetAnswers answers;

  @Parameters(index = "0", paramLabel = "ID|@GROUP|all", description = "Which boxes.")
  private String who;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "VERB|KEY=VALUE|JSON",
      description = "The verb, and what it needs to know.")
  private List<String> words;

  @Override
  public Integer call() throws InterruptedException {
    List<String> verb = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      boolean argument = word.startsWith("{") || word.indexOf('=') >= 0;
      (argument ? arguments : verb).add(word);
    }
    String path = String.join("/", verb);
    if (!path.matches("[a-z_]+(/[a-z_]+)?")) {
      throw VerbException.usage("expected a verb such as stats, found \"" + path + "\"");
    }
    JsonObject known = FleetAnswers.read(arguments);
    try (Fleet fleet = broker.open(options, (id, topic, text) -> {})) {
      return answers.ask(fleet, format.json(), who, "request/" + path, known);
    }
  }
}

package tv.martlet.cli;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tv.martlet.node.Fleet;

/** {@code martlet fleet set}: sets what boxes show, or their settings. */
@Command(
    name = "set",
    description = {
      "Sets what boxes show and how loud, or their settings: channel, volume, mute, message, and"
          + " keys such as peer.upload_limit.",
      "Example: martlet fleet set @hall volume=30 mute=off"
    })
final class FleetSetVerb implements Callable<Integer> {
  @Mixin private SettingsOptions options;
  @Mixin private BrokerOptions broker;
  @Mixin private JsonOption format;
  @Mixin private FleetAnswers answers;

  @Parameters(index = "0", paramLabel = "ID|@GROUP|all", description = "Which boxes.")
  private String who;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE", description = "What.")
  private List<String> values;

  @Override
  public Integer call() throws InterruptedException {
    JsonObject known = FleetAnswers.read(values);
    try (Fleet fleet = broker.open(options, (id, topic, text) -> {})) {
      return answers.ask(fleet, format.json(), who, "set", known);
    }
  }
}

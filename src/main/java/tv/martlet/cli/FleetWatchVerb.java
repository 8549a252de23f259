package tv.martlet.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tv.martlet.node.Fleet;

/** {@code martlet fleet watch}: what the boxes tell, as it comes. */
@Command(
    name = "watch",
    description = "Shows what the boxes tell, a line each, until it is stopped.")
final class FleetWatchVerb implements Callable<Integer> {
  private static final int LOOK_MILLIS = 500;

  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private BrokerOptions broker;
  @Mixin private JsonOption format;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Show only this box.")
  private String only;

  @Override
  public Integer call() throws InterruptedException {
    try (StopSignal stop = StopSignal.listen();
        Fleet fleet = broker.open(options, this::told)) {
      while (!stop.await(LOOK_MILLIS)) {
        if (!fleet.lost().isEmpty()) {
          throw VerbException.failed(fleet.lost());
        }
      }
    }
    return ExitCode.OK;
  }

  private void told(String id, String topic, String text) {
    if (only != null && !only.equals(id)) {
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      JsonObject line = new JsonObject();
      line.addProperty("id", id);
      line.addProperty("topic", topic);
      line.add("data", value(text));
      out.println(Json.line(line));
    } else {
      String clean = text.replaceAll("\\p{Cntrl}", "?");
      LocalTime now = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
      out.println(now + "  " + id + "  " + topic + "  " + clean);
    }
    out.flush();
  }

  private static JsonElement value(String text) {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      return new JsonPrimitive(text);
    }
  }
}

package tv.martlet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tv.martlet.node.Fleet;

/** {@code martlet fleet ls}: all boxes that the broker knows. */
@Command(name = "ls", description = "Lists all boxes that the broker knows, and how they fare.")
final class FleetLsVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private BrokerOptions broker;
  @Mixin private JsonOption format;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (Fleet fleet = broker.open(options, (id, topic, text) -> {})) {
      Map<String, JsonObject> boxes = fleet.boxes();
      if (format.json()) {
        out.println(Json.pretty(rows(boxes)));
      } else {
        out.println(row("BOX", "STATUS", "CHANNEL", "PEERS", "INTIME", "PROBLEM"));
        boxes.forEach((id, told) -> out.println(row(id, told)));
      }
    }
    return ExitCode.OK;
  }

  private static JsonArray rows(Map<String, JsonObject> boxes) {
    JsonArray rows = new JsonArray();
    boxes.forEach(
        (id, told) -> {
          JsonObject row = new JsonObject();
          row.addProperty("id", id);
          told.entrySet().forEach(entry -> row.add(entry.getKey(), entry.getValue()));
          rows.add(row);
        });
    return rows;
  }

  private static String row(String id, JsonObject told) {
    if (!text(told, "availability").equals("online")) {
      return row(id, "offline", "", "", "", "");
    }
    JsonObject state = told.get("state") instanceof JsonObject known ? known : new JsonObject();
    return row(
        id,
        text(state, "status"),
        text(state, "name").isEmpty() ? text(state, "channel") : text(state, "name"),
        text(state, "peers"),
        percent(state.get("continuity")),
        text(state, "problem"));
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, "%-24s %-10s %-20s %5s %6s  %s", (Object[]) cells)
        .stripTrailing();
  }

  /** Of a stranger's message: on one line and without control characters. */
  private static String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive value
        ? value.getAsString().replaceAll("\\p{Cntrl}", "?")
        : "";
  }

  private static String percent(JsonElement share) {
    return share instanceof JsonPrimitive value && value.isNumber()
        ? String.format(Locale.ROOT, "%.2f%%", value.getAsDouble() * 100)
        : "";
  }
}

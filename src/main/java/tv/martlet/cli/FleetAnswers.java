package tv.martlet.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tv.martlet.node.Fleet;

/** Mix this into verbs that have boxes do something: asks them and prints what each answers. */
final class FleetAnswers {
  private static final int MAX_SECONDS = 600;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to wait for answers (${DEFAULT-VALUE}).")
  private int seconds;

  /** Asks and prints; 1 when a box refuses or does not answer. */
  int ask(Fleet fleet, boolean json, String who, String command, JsonObject arguments)
      throws InterruptedException {
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw VerbException.usage("--timeout: expected 1 to " + MAX_SECONDS + " seconds");
    }
    try {
      return print(fleet.ask(who, command, arguments, Duration.ofSeconds(seconds)), json);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage(e.getMessage());
    } catch (IOException e) {
      throw VerbException.failed(e.getMessage());
    }
  }

  private int print(Map<String, Optional<JsonObject>> answers, boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    int code = ExitCode.OK;
    for (Map.Entry<String, Optional<JsonObject>> each : answers.entrySet()) {
      JsonObject answer = each.getValue().orElseGet(FleetAnswers::silence);
      answer.addProperty("id", each.getKey());
      boolean ok = "ok".equals(text(answer, "status"));
      code = ok ? code : ExitCode.SOFTWARE;
      String said = ok ? data(answer) : text(answer, "error");
      out.println(
          json ? Json.line(answer) : each.getKey() + "  " + (ok ? "ok" : "failed") + "  " + said);
    }
    return code;
  }

  private static JsonObject silence() {
    JsonObject none = new JsonObject();
    none.addProperty("status", "error");
    none.addProperty("error", "no answer in time: is it there? (martlet fleet ls)");
    return none;
  }

  private static String data(JsonObject answer) {
    JsonElement data = answer.get("data");
    return data == null || data.isJsonNull() ? "" : data.toString();
  }

  private static String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive value
        ? value.getAsString().replaceAll("\\p{Cntrl}", "?")
        : "";
  }

  /**
   * Reads {@code key=value} words, or one JSON object.
   *
   * @throws VerbException with exit code 2 for anything else
   */
  static JsonObject read(List<String> words) {
    JsonObject arguments = new JsonObject();
    if (words.size() == 1 && words.get(0).startsWith("{")) {
      try {
        return JsonParser.parseString(words.get(0)).getAsJsonObject();
      } catch (JsonParseException e) {
        throw VerbException.usage("this is not JSON: " + words.get(0));
      }
    }
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw VerbException.usage("expected KEY=VALUE, found " + word);
      }
      arguments.addProperty(word.substring(0, equals), word.substring(equals + 1));
    }
    return arguments;
  }
}

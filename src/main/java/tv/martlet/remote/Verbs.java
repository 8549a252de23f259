package tv.martlet.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a node does when it is told to, by the words that it is told with. */
final class Verbs {
  private static final int MAX_ROWS = 500;
  private static final int MAX_LINES = 500;
  private static final int MESSAGE_SECONDS = 10;
  private static final int MAX_MESSAGE_SECONDS = 600;

  /** One of them. */
  private interface Verb {
    JsonElement run(Arguments arguments) throws RefusalException;
  }

  private final Steered box;
  private final ConfigVerbs config;
  private final Map<String, Verb> verbs;

  Verbs(Steered box, ConfigVerbs config) {
    this.box = box;
    this.config = config;
    verbs =
        Map.of(
            "channel", this::channel,
            "volume", this::volume,
            "mute", this::mute,
            "relay", this::relay,
            "message", this::message,
            "channels", arguments -> channels(),
            "peers", arguments -> peers(),
            "logs", this::logs,
            "identify", arguments -> identify());
  }

  /**
   * Does what was asked for and answers at once.
   *
   * @throws RefusalException if it cannot be done
   */
  JsonElement run(String verb, Arguments arguments) throws RefusalException {
    Verb found = verbs.get(verb);
    if (found == null) {
      TreeSet<String> all = new TreeSet<>(verbs.keySet());
      all.addAll(
          List.of("config/get", "config/reset", "config/set", "restart", "screenshot", "stats"));
      throw new RefusalException(
          "there is no verb of this name; there are " + String.join(", ", all));
    }
    return found.run(arguments);
  }

  /**
   * Sets what a key names: what is shown and heard, or a setting.
   *
   * @throws RefusalException if there is no such key or the value is bad
   */
  JsonElement set(String key, JsonElement value) throws RefusalException {
    Arguments arguments = new Arguments(new JsonObject());
    arguments.members().add(Arguments.VALUE, value);
    return switch (key) {
      case "channel" -> channel(arguments);
      case "volume" -> volume(arguments);
      case "mute" -> mute(arguments);
      case "message" -> message(arguments);
      default -> {
        if (key.indexOf('.') < 0) {
          throw new RefusalException(
              "there is no such key to set; there are channel, volume, mute, message, and the"
                  + " settings such as peer.upload_limit");
        }
        yield config.set(Map.of(key, value));
      }
    };
  }

  private JsonElement channel(Arguments arguments) throws RefusalException {
    String which = arguments.text("channel");
    box.channel(which);
    return pair("channel", which);
  }

  private JsonElement volume(Arguments arguments) throws RefusalException {
    int percent = arguments.whole("volume", 0, 100);
    box.volume(percent);
    JsonObject done = new JsonObject();
    done.addProperty("volume", percent);
    return done;
  }

  private JsonElement mute(Arguments arguments) throws RefusalException {
    boolean muted = arguments.flag("mute");
    box.mute(muted);
    JsonObject done = new JsonObject();
    done.addProperty("mute", muted);
    return done;
  }

  private JsonElement relay(Arguments arguments) throws RefusalException {
    String which = arguments.text("channel");
    boolean on = !arguments.has("on") || arguments.flag("on");
    box.relay(which, on);
    return pair(on ? "relayed" : "left", which);
  }

  private JsonElement message(Arguments arguments) throws RefusalException {
    String text = arguments.text("text");
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
      throw new RefusalException("text: has control characters in it: leave them away");
    }
    int seconds = arguments.whole("seconds", MESSAGE_SECONDS, 1, MAX_MESSAGE_SECONDS);
    box.message(text, Duration.ofSeconds(seconds));
    return JsonNull.INSTANCE;
  }

  private JsonElement identify() {
    box.identify();
    return JsonNull.INSTANCE;
  }

  private JsonElement channels() {
    JsonArray rows = new JsonArray();
    for (Choice choice : box.channels().stream().limit(MAX_ROWS).toList()) {
      JsonObject row = pair("id", choice.id());
      row.addProperty("name", choice.name());
      row.addProperty("number", choice.number());
      row.addProperty("group", choice.group());
      row.addProperty("relayable", choice.relayable());
      rows.add(row);
    }
    return rows;
  }

  private JsonElement peers() {
    JsonArray rows = new JsonArray();
    for (Neighbour neighbour : box.neighbours().stream().limit(MAX_ROWS).toList()) {
      JsonObject row = pair("address", neighbour.address());
      row.addProperty("channel", neighbour.channel());
      row.addProperty("down", neighbour.down());
      row.addProperty("up", neighbour.up());
      row.addProperty("rtt_ms", neighbour.rttMicros() / 1000.0);
      rows.add(row);
    }
    return rows;
  }

  private JsonElement logs(Arguments arguments) throws RefusalException {
    JsonArray lines = new JsonArray();
    box.logs(arguments.whole("lines", 100, 1, MAX_LINES)).forEach(lines::add);
    return lines;
  }

  private static JsonObject pair(String name, String value) {
    JsonObject json = new JsonObject();
    json.addProperty(name, value);
    return json;
  }
}

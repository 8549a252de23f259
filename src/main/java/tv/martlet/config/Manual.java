package tv.martlet.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;

/** What is written about the settings, made from their table: an example file and a JSON schema. */
public final class Manual {
  private Manual() {}

  /** A {@code martlet.toml} with every key, each with its documentation, default and variable. */
  public static String example() {
    StringBuilder text =
        new StringBuilder(
            """
            # Settings of Martlet. Every line is the default: take the "# " away to change one.
            # Each of these overrides the one before: built-in defaults; /etc/martlet/martlet.toml;
            # /etc/martlet/martlet.d/*.toml; /var/lib/martlet/overrides.toml; environment variables
            # such as MARTLET_PEER_LISTEN; --set peer.listen=… on the command line.
            # "martlet config check" finds mistakes, "martlet config show --origin" says what holds.
            """);
    for (Section section : Schema.SECTIONS) {
      text.append("\n# ").append(section.doc()).append("\n[").append(section.name()).append("]\n");
      section.keys().stream().filter(key -> !key.topLevel()).forEach(key -> row(text, key));
    }
    text.append(
        """

        # One such table for each channel.
        # [[channel]]
        # id = "one"
        # uri = "ppsp://tracker.example:6779/SWARM-ID"
        """);
    return text.toString();
  }

  private static void row(StringBuilder text, Key<?> key) {
    text.append("# ").append(key.doc()).append('\n');
    String expected = key.type().expected();
    if (!(key.type() instanceof FilePath) && !key.type().equals(Text.line())) {
      text.append("# Expected: ").append(expected).append(".\n");
    }
    String value = TomlText.value(key.preset());
    text.append("# ").append(key.name()).append(" = ").append(value).append("\n\n");
  }

  /** The JSON schema (2020-12) of a settings file. */
  public static JsonObject jsonSchema() {
    JsonObject properties = new JsonObject();
    for (Section section : Schema.SECTIONS) {
      JsonObject keys = new JsonObject();
      for (Key<?> key : section.keys()) {
        (key.topLevel() ? properties : keys).add(key.name(), describe(key));
      }
      JsonObject table = object(keys);
      table.addProperty("description", section.doc());
      properties.add(section.name(), table);
    }
    JsonObject schema = object(properties);
    schema.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.addProperty("title", "martlet.toml");
    return schema;
  }

  private static JsonObject object(JsonObject properties) {
    JsonObject object = new JsonObject();
    object.addProperty("type", "object");
    object.add("properties", properties);
    object.addProperty("additionalProperties", false);
    return object;
  }

  private static JsonObject describe(Key<?> key) {
    JsonObject schema = key.type().schema();
    schema.addProperty("description", key.doc());
    if (key.preset() instanceof String text) {
      schema.addProperty("default", text);
    } else if (key.preset() instanceof Boolean flag) {
      schema.addProperty("default", flag);
    } else if (key.preset() instanceof Number number) {
      schema.addProperty("default", number);
    } else {
      schema.add("default", key.preset() instanceof Map ? new JsonObject() : new JsonArray());
    }
    return schema;
  }
}

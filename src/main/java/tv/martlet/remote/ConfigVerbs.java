package tv.martlet.remote;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * The settings from afar. A change of the broker's own settings is on trial: it stays only if the
 * link stands again in time, or a box would be out of reach for good.
 */
final class ConfigVerbs {
  private static final int MAX_KEYS = 64;
  private static final long NONE = Long.MAX_VALUE;

  private final SettingsDesk desk;
  private final long trialMillis;
  private long trialEnds = NONE;
  private boolean begins;

  ConfigVerbs(SettingsDesk desk, Timing timing) {
    this.desk = desk;
    this.trialMillis = timing.trial().toMillis();
  }

  JsonElement get(Arguments arguments) throws RefusalException {
    JsonObject found = new JsonObject();
    Gson gson = new Gson();
    desk.get(arguments.text("key", ""))
        .forEach((key, value) -> found.add(key, gson.toJsonTree(value)));
    return found;
  }

  /** {@code {"key": K, "value": V}} or {@code {"values": {K: V, …}}}. */
  JsonElement set(Arguments arguments) throws RefusalException {
    JsonElement values = arguments.members().get("values");
    if (values != null && values.isJsonObject()) {
      return set(((JsonObject) values).asMap());
    }
    JsonElement value = arguments.members().get(Arguments.VALUE);
    if (value == null || !arguments.has("key")) {
      throw new RefusalException("expected {\"key\": …, \"value\": …} or {\"values\": {…}}");
    }
    return set(Map.of(arguments.text("key"), value));
  }

  JsonElement set(Map<String, JsonElement> values) throws RefusalException {
    Map<String, Optional<String>> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : values.entrySet()) {
      String text = Arguments.settingText(entry.getKey(), entry.getValue());
      texts.put(entry.getKey(), Optional.of(text));
    }
    return change(texts);
  }

  /** {@code {"key": K}} or {@code {"keys": [K, …]}}. */
  JsonElement reset(Arguments arguments) throws RefusalException {
    Map<String, Optional<String>> texts = new LinkedHashMap<>();
    JsonElement keys = arguments.members().get("keys");
    if (keys != null && keys.isJsonArray()) {
      for (JsonElement key : (JsonArray) keys) {
        texts.put(Arguments.settingText("keys", key), Optional.empty());
      }
    } else {
      texts.put(arguments.text("key"), Optional.empty());
    }
    return change(texts);
  }

  private JsonElement change(Map<String, Optional<String>> texts) throws RefusalException {
    if (begins || trialEnds != NONE) {
      throw new RefusalException("a change of the broker's settings is on trial: try again later");
    }
    if (texts.isEmpty() || texts.size() > MAX_KEYS) {
      throw new RefusalException("expected 1 to " + MAX_KEYS + " settings");
    }
    desk.change(texts);
    begins = texts.keySet().stream().anyMatch(key -> key.startsWith("mqtt."));
    JsonObject done = new JsonObject();
    done.addProperty(
        "restart_needed", texts.keySet().stream().anyMatch(k -> !k.startsWith("mqtt.")));
    done.add("trial_s", begins ? new JsonPrimitive(trialMillis / 1000.0) : JsonNull.INSTANCE);
    return done;
  }

  /** Whether a trial has just begun: the link is to be opened anew. */
  boolean takeBeginning(long now) {
    if (!begins) {
      return false;
    }
    begins = false;
    trialEnds = now + trialMillis;
    return true;
  }

  /** The link stands: whether that has ended a trial. */
  boolean linkUp() {
    if (trialEnds == NONE) {
      return false;
    }
    trialEnds = NONE;
    desk.confirm();
    Logger.info("the broker's new settings are kept: the link stands");
    return true;
  }

  /** Whether a trial's time is over and its change was undone: the link is to be opened anew. */
  boolean expired(long now) {
    if (now < trialEnds) {
      return false;
    }
    trialEnds = NONE;
    Logger.warn("the broker's new settings are undone: the link did not stand with them in time");
    return desk.giveBack();
  }

  /** Milliseconds until the end of a trial. */
  long patience(long now) {
    return trialEnds == NONE ? NONE : Math.max(1, trialEnds - now);
  }
}

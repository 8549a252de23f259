package tv.martlet.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How Home Assistant comes to know a node: one device with its entities (MQTT device discovery).
 */
final class Discovery {
  private static final int MAX_OPTIONS = 500;

  /** Each is an entity of its own over there, and a list may have thousands of channels. */
  static final int MAX_RELAYS = 32;

  private static final String STATE = "state";

  private final Identity identity;
  private final Topics topics;
  private final JsonObject components = new JsonObject();

  private Discovery(Identity identity, Topics topics) {
    this.identity = identity;
    this.topics = topics;
  }

  /** Where it is published; a dot may not stand in a node's name there. */
  static String topic(String id) {
    return "homeassistant/device/martlet_" + id.replace('.', '_') + "/config";
  }

  /**
   * The retained message that describes the node.
   *
   * @param before the channels of the message before this one
   */
  static Message of(Identity identity, Topics topics, List<Choice> channels, List<Choice> before) {
    String text = new Discovery(identity, topics).describe(channels, before).toString();
    return Message.retained(topic(identity.id()), text);
  }

  /** The retained message that makes Home Assistant forget the node. */
  static Message none(String id) {
    return Message.retained(topic(id), "");
  }

  /** What people call each channel, and its id where several share a name. */
  static List<String> labels(List<Choice> channels) {
    Set<String> names = new HashSet<>();
    Set<String> shared = new HashSet<>();
    for (Choice choice : channels) {
      String name = choice.name().toLowerCase(Locale.ROOT);
      if (!names.add(name)) {
        shared.add(name);
      }
    }
    List<String> labels = new ArrayList<>();
    for (Choice choice : channels) {
      boolean clear =
          !choice.name().isBlank() && !shared.contains(choice.name().toLowerCase(Locale.ROOT));
      labels.add(clear ? choice.name() : choice.id());
    }
    return labels;
  }

  private JsonObject describe(List<Choice> channels, List<Choice> before) {
    JsonObject all = new JsonObject();
    all.add("device", device());
    JsonObject origin = new JsonObject();
    origin.addProperty("name", "martlet");
    origin.addProperty("sw_version", identity.version());
    all.add("origin", origin);
    all.addProperty("availability_topic", topics.own("availability"));
    all.addProperty("qos", 1);
    channel(channels);
    sound();
    relays(channels, before);
    button("identify", "Identify", "identify");
    button("restart", "Restart", "restart");
    button("screenshot", "Take a picture", "");
    figures();
    JsonObject image = entity("picture", "image", "Picture");
    image.addProperty("image_topic", topics.own("screenshot"));
    image.addProperty("content_type", "image/jpeg");
    all.add("components", components);
    return all;
  }

  private JsonObject device() {
    JsonObject device = new JsonObject();
    JsonArray identifiers = new JsonArray();
    identifiers.add("martlet_" + identity.id());
    device.add("identifiers", identifiers);
    device.addProperty("name", identity.name());
    device.addProperty("manufacturer", "Martlet");
    device.addProperty("model", identity.model().isEmpty() ? "TV box" : identity.model());
    device.addProperty("sw_version", identity.version());
    return device;
  }

  private JsonObject entity(String key, String platform, String name) {
    JsonObject entity = new JsonObject();
    entity.addProperty("platform", platform);
    entity.addProperty("name", name);
    entity.addProperty("unique_id", "martlet_" + identity.id() + "_" + key);
    components.add(key, entity);
    return entity;
  }

  private JsonObject stated(String key, String platform, String name, String template) {
    JsonObject entity = entity(key, platform, name);
    entity.addProperty("state_topic", topics.own(STATE));
    entity.addProperty("value_template", template);
    return entity;
  }

  private void channel(List<Choice> channels) {
    JsonObject select = stated("channel", "select", "Channel", "{{ value_json.option }}");
    select.addProperty("command_topic", topics.own("set/channel"));
    JsonArray options = new JsonArray();
    labels(channels).stream().limit(MAX_OPTIONS).forEach(options::add);
    select.add("options", options);
  }

  private void sound() {
    JsonObject volume = stated("volume", "number", "Volume", "{{ value_json.volume }}");
    volume.addProperty("command_topic", topics.own("set/volume"));
    volume.addProperty("min", 0);
    volume.addProperty("max", 100);
    volume.addProperty("step", 1);
    JsonObject mute = stated("mute", "switch", "Mute", "{{ 'on' if value_json.mute else 'off' }}");
    mute.addProperty("command_topic", topics.own("set/mute"));
    mute.addProperty("payload_on", "on");
    mute.addProperty("payload_off", "off");
  }

  /** Ids and labels of the first channels that can be passed on. */
  private static Map<String, String> relayable(List<Choice> channels) {
    List<String> labels = labels(channels);
    Map<String, String> found = new LinkedHashMap<>();
    for (int i = 0; i < labels.size() && found.size() < MAX_RELAYS; i++) {
      if (channels.get(i).relayable()) {
        found.put(channels.get(i).id(), labels.get(i));
      }
    }
    return found;
  }

  /**
   * A switch for each; those of channels that are no more are taken away: only their kind is told.
   */
  private void relays(List<Choice> channels, List<Choice> before) {
    relayable(channels).forEach(this::relay);
    for (String id : relayable(before).keySet()) {
      if (!components.has(relayKey(id))) {
        JsonObject gone = new JsonObject();
        gone.addProperty("platform", "switch");
        components.add(relayKey(id), gone);
      }
    }
  }

  private static String relayKey(String id) {
    return "relay_" + id.replace('.', '_');
  }

  private void relay(String id, String label) {
    String passedOn = new JsonPrimitive(id) + " in value_json.relayed";
    JsonObject relay =
        stated(
            relayKey(id), "switch", "Relay " + label, "{{ 'on' if " + passedOn + " else 'off' }}");
    relay.addProperty("unique_id", "martlet_" + identity.id() + "_relay_" + id);
    relay.addProperty("command_topic", topics.own(Topics.REQUEST + "relay"));
    relay.addProperty("payload_on", relaying(id, true));
    relay.addProperty("payload_off", relaying(id, false));
    relay.addProperty("state_on", "on");
    relay.addProperty("state_off", "off");
    relay.addProperty("entity_category", "config");
  }

  private static String relaying(String id, boolean on) {
    JsonObject command = new JsonObject();
    command.addProperty("channel", id);
    command.addProperty("on", on);
    return command.toString();
  }

  private void button(String verb, String name, String deviceClass) {
    JsonObject button = entity(verb, "button", name);
    button.addProperty("command_topic", topics.own(Topics.REQUEST + verb));
    button.addProperty("payload_press", "{}");
    if (!deviceClass.isEmpty()) {
      button.addProperty("device_class", deviceClass);
    }
  }

  private void figures() {
    sensor("status", "Status");
    measured("peers", "Neighbours", "", "");
    measured("buffer_s", "Buffer", "s", "duration");
    measured("speed_down", "Down", "B/s", "data_rate");
    measured("speed_up", "Up", "B/s", "data_rate");
    JsonObject dropped = sensor("dropped", "Chunks missed");
    dropped.addProperty("state_class", "total_increasing");
    measured("startup_ms", "Start-up delay", "ms", "duration");
    measured("zap_ms", "Zap time", "ms", "duration");
    measured("lag_ms", "Behind live", "ms", "duration");
    measured("continuity", "Continuity", "", "");
  }

  private JsonObject sensor(String key, String name) {
    JsonObject sensor = stated(key, "sensor", name, "{{ value_json." + key + " }}");
    sensor.addProperty("entity_category", "diagnostic");
    return sensor;
  }

  private void measured(String key, String name, String unit, String deviceClass) {
    JsonObject sensor = sensor(key, name);
    sensor.addProperty("state_class", "measurement");
    if (!unit.isEmpty()) {
      sensor.addProperty("unit_of_measurement", unit);
      sensor.addProperty("device_class", deviceClass);
    }
  }
}

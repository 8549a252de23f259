package tv.martlet.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tv.martlet.config.ChannelsSettings.Channel;

/**
 * The {@code [[channel]]} tables. Those of later layers add to those of earlier ones; the same id
 * takes the earlier one's place.
 */
record ChannelTables(int max) implements ValueType<List<Channel>> {
  private static final Text ID =
      Text.form("a channel id of letters, digits, \".\", \"_\" and \"-\"", Schema.ID_FORM);
  private static final Text URI =
      Text.form("an address such as \"ppsp://TRACKER:6779/SWARM-ID\"", "ppsp://\\S+");

  @Override
  public List<Channel> read(Object raw) throws BadValueException {
    if (!(raw instanceof List<?> list)) {
      throw BadValueException.of(expected(), raw);
    }
    Map<String, Channel> channels = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        Channel channel = channel(list.get(i));
        if (channels.put(channel.id(), channel) != null) {
          throw BadValueException.saying(
              "the id \"" + channel.id() + "\" is taken: choose another");
        }
      } catch (BadValueException e) {
        throw e.below("[" + i + "]", "table " + (i + 1));
      }
    }
    return bounded(List.copyOf(channels.values()));
  }

  private List<Channel> bounded(List<Channel> channels) throws BadValueException {
    if (channels.size() > max) {
      throw BadValueException.saying(
          "expected at most " + max + " channels, found " + channels.size());
    }
    return channels;
  }

  private Channel channel(Object raw) throws BadValueException {
    if (!(raw instanceof Map<?, ?> map)) {
      throw BadValueException.of(expected(), raw);
    }
    for (Object name : map.keySet()) {
      if (!name.equals("id") && !name.equals("uri")) {
        throw BadValueException.saying("unknown key \"" + name + "\": only id and uri are known")
            .below("." + name, name.toString());
      }
    }
    return new Channel(field(map, "id", ID), field(map, "uri", URI));
  }

  private static String field(Map<?, ?> map, String name, Text type) throws BadValueException {
    if (!map.containsKey(name)) {
      throw BadValueException.saying(name + " is missing: expected " + type.expected());
    }
    try {
      return type.read(map.get(name));
    } catch (BadValueException e) {
      throw e.below("." + name, name);
    }
  }

  @Override
  public Object rawOf(String text) throws BadValueException {
    throw BadValueException.saying("channels can only be set in a file, as [[channel]] tables");
  }

  @Override
  public Object write(List<Channel> value) {
    List<Object> raw = new ArrayList<>();
    for (Channel channel : value) {
      Map<String, Object> table = new LinkedHashMap<>();
      table.put("id", channel.id());
      table.put("uri", channel.uri());
      raw.add(table);
    }
    return raw;
  }

  @Override
  public List<Channel> over(List<Channel> earlier, List<Channel> later) {
    Map<String, Channel> both = new LinkedHashMap<>();
    earlier.forEach(c -> both.put(c.id(), c));
    later.forEach(c -> both.put(c.id(), c));
    return both.values().stream().limit(max).toList();
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  @Override
  public String expected() {
    return "[[channel]] tables with an id and a uri";
  }

  @Override
  public JsonObject schema() {
    JsonObject properties = new JsonObject();
    properties.add("id", ID.schema());
    properties.add("uri", URI.schema());
    JsonArray required = new JsonArray();
    required.add("id");
    required.add("uri");
    JsonObject items = new JsonObject();
    items.addProperty("type", "object");
    items.add("properties", properties);
    items.add("required", required);
    items.addProperty("additionalProperties", false);
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "array");
    schema.addProperty("maxItems", max);
    schema.add("items", items);
    return schema;
  }
}

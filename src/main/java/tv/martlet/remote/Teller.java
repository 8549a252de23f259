package tv.martlet.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Tells the broker how the node fares: retained topics, anew after each connection, so that nothing
 * needs to be kept while it is away; and events to whoever listens.
 */
final class Teller {
  private final Steered box;
  private final Identity identity;
  private final InstantSource clock;
  private final Predicate<Message> out;
  private Topics topics;
  private MqttSettings settings;
  private List<Choice> channels = List.of();
  private Telling looked;
  private boolean stale = true;
  private boolean foreign = true;
  private long toldAt;

  Teller(Steered box, Identity identity, InstantSource clock, Predicate<Message> out) {
    this.box = box;
    this.identity = identity;
    this.clock = clock;
    this.out = out;
  }

  /** What is told from the next connection on. */
  void use(MqttSettings settings, Topics topics) {
    this.settings = settings;
    this.topics = topics;
  }

  static Message availability(Topics topics, boolean online) {
    return Message.retained(topics.own("availability"), online ? "online" : "offline");
  }

  /** A broker that may know nothing of the node, or a Home Assistant: tells all. */
  void introduce() {
    stale = true;
    foreign = true;
  }

  /** Looks whether something happened, the broker being there or not. */
  void look(BiConsumer<String, JsonObject> event) {
    Telling telling = box.telling();
    if (looked != null && telling.saysTheSame(looked)) {
      return;
    }
    stale = true;
    if (looked != null && !looked.channel().equals(telling.channel())) {
      JsonObject data = new JsonObject();
      data.addProperty("channel", telling.channel());
      data.addProperty("name", telling.name());
      event.accept("channel", data);
    }
    boolean known = looked != null && looked.problem().equals(telling.problem());
    if (!telling.problem().isEmpty() && !known) {
      JsonObject data = new JsonObject();
      data.addProperty("problem", telling.problem());
      event.accept("problem", data);
    }
    looked = telling;
  }

  /** Tells what is new, and the figures when it is time. */
  void tick(long now) {
    boolean due = now - toldAt >= settings.interval().toMillis();
    if (foreign || (due && !box.channels().equals(channels))) {
      foreign = !introduction();
    }
    if ((stale || due) && !foreign) {
      Telling telling = box.telling();
      stale = !(out.test(state(telling)) && out.test(health(telling)));
      toldAt = now;
    }
  }

  private boolean introduction() {
    List<Choice> before = channels;
    channels = List.copyOf(box.channels());
    return out.test(availability(topics, true))
        && out.test(Message.retained(topics.own("info"), info().toString()))
        && out.test(
            settings.discovery()
                ? Discovery.of(identity, topics, channels, before)
                : Discovery.none(identity.id()));
  }

  private JsonObject info() {
    JsonObject info = new JsonObject();
    info.addProperty("id", identity.id());
    info.addProperty("name", identity.name());
    info.addProperty("version", identity.version());
    info.addProperty("model", identity.model());
    JsonArray groups = new JsonArray();
    topics.groups().forEach(groups::add);
    info.add("groups", groups);
    info.addProperty("channels", channels.size());
    return info;
  }

  private Message state(Telling telling) {
    JsonObject state = telling.toJson();
    state.addProperty("option", option(telling));
    state.addProperty("ts", clock.instant().getEpochSecond());
    return Message.retained(topics.own("state"), state.toString());
  }

  /** The label of the channel in Home Assistant's list, whose word for none of them is None. */
  private String option(Telling telling) {
    List<String> labels = Discovery.labels(channels);
    for (int i = 0; i < labels.size(); i++) {
      if (channels.get(i).id().equals(telling.channel())) {
        return labels.get(i);
      }
    }
    return "None";
  }

  private Message health(Telling telling) {
    JsonObject health = new JsonObject();
    health.addProperty("ok", telling.problem().isEmpty());
    if (telling.problem().isEmpty()) {
      health.add("problem", JsonNull.INSTANCE);
    } else {
      health.addProperty("problem", telling.problem());
    }
    return Message.retained(topics.own("health"), health.toString());
  }
}

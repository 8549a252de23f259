package tv.martlet.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * How a node fares, as it is told.
 *
 * @param status in one word, such as {@code playing}
 * @param channel id of what is shown, or relayed first; empty for nothing
 * @param name what people call that channel
 * @param volume 0 to 100
 * @param relayed ids of what is passed on, shown or not
 * @param problem the last trouble as a sentence; empty when all is well
 */
public record Telling(
    String status,
    String channel,
    String name,
    int volume,
    boolean muted,
    List<String> relayed,
    String problem,
    Figures figures) {

  /**
   * Figures of the channel.
   *
   * @param bufferSeconds media that is here and not played yet
   * @param peers neighbours with an open channel
   * @param speedDown bytes a second
   * @param speedUp bytes a second
   * @param dropped chunks that were not here when due
   * @param startupMs from joining to the first media; -1 while unknown
   * @param zapMs from the wish to the moving picture; -1 while unknown
   * @param lagMs behind the making of the stream; -1 while unknown
   * @param continuity share of chunks that were here when due, 0 to 1
   */
  public record Figures(
      double bufferSeconds,
      int peers,
      long speedDown,
      long speedUp,
      long dropped,
      long startupMs,
      long zapMs,
      long lagMs,
      double continuity) {}

  /** Whether all but the figures is as it was. */
  boolean saysTheSame(Telling other) {
    return status.equals(other.status)
        && channel.equals(other.channel)
        && name.equals(other.name)
        && volume == other.volume
        && muted == other.muted
        && relayed.equals(other.relayed)
        && problem.equals(other.problem);
  }

  /** The payload of {@code state}. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("status", status.toLowerCase(Locale.ROOT));
    json.addProperty("channel", channel);
    json.addProperty("name", name);
    json.addProperty("volume", volume);
    json.addProperty("mute", muted);
    json.addProperty("buffer_s", rounded(figures.bufferSeconds));
    json.addProperty("peers", figures.peers);
    json.addProperty("speed_down", figures.speedDown);
    json.addProperty("speed_up", figures.speedUp);
    json.addProperty("dropped", figures.dropped);
    known(json, "startup_ms", figures.startupMs);
    known(json, "zap_ms", figures.zapMs);
    known(json, "lag_ms", figures.lagMs);
    json.addProperty("continuity", rounded(figures.continuity));
    JsonArray passedOn = new JsonArray();
    relayed.forEach(passedOn::add);
    json.add("relayed", passedOn);
    json.addProperty("problem", problem);
    return json;
  }

  private static void known(JsonObject json, String name, long millis) {
    if (millis < 0) {
      json.add(name, JsonNull.INSTANCE);
    } else {
      json.addProperty(name, millis);
    }
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.round(value * 100_000) / 100_000.0 : 0;
  }
}

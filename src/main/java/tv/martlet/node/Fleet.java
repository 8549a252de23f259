package tv.martlet.node;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tv.martlet.config.Settings;
import tv.martlet.remote.MqttSettings;
import tv.martlet.remote.Operator;

/** All boxes at a broker, for who watches and steers them. Calls wait, with a time limit. */
public final class Fleet implements AutoCloseable {
  /** Told of each message of a box, on a thread of the connection. */
  public interface Watcher {
    /**
     * A box told something.
     *
     * @param topic such as {@code state}
     * @param text the payload
     */
    void told(String id, String topic, String text);
  }

  private final Operator operator;

  private Fleet(Operator operator) {
    this.operator = operator;
  }

  /**
   * Connects to the broker of the settings and hears what it keeps of all boxes.
   *
   * @throws IllegalArgumentException with a sentence if the settings name none
   * @throws IOException with a sentence if it cannot be reached
   */
  public static Fleet open(Settings settings, Watcher watcher)
      throws IOException, InterruptedException {
    MqttSettings mqtt = settings.mqtt();
    if (mqtt.broker().isEmpty()) {
      throw new IllegalArgumentException(
          "there is no broker: name one with --broker mqtts://HOST, or set mqtt.broker");
    }
    return new Fleet(Operator.open(mqtt, watcher::told));
  }

  /** What each box told, by id, under the names of its topics: availability, info, state… */
  public Map<String, JsonObject> boxes() {
    return operator.members();
  }

  /** Why the connection is over; empty while it stands. */
  public String lost() {
    return operator.lost();
  }

  /**
   * Has boxes do something.
   *
   * @param who an id, {@code @GROUP} or {@code all}
   * @param command {@code set}, or {@code request/VERB}
   * @return the answer of each by id; empty for those that gave none in time
   * @throws IllegalArgumentException with a sentence if that is nobody
   * @throws IOException with a sentence if the connection is lost
   */
  public Map<String, Optional<JsonObject>> ask(
      String who, String command, JsonObject arguments, Duration patience)
      throws IOException, InterruptedException {
    return operator.ask(who, command, arguments, patience);
  }

  @Override
  public void close() {
    operator.close();
  }
}

package tv.martlet.remote;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One MQTT message, in or out. The payload is not copied: whoever makes it leaves it alone. */
final class Message {
  private final String topic;
  private final byte[] payload;
  private final boolean retain;
  private final int qos;
  private Optional<String> responseTopic = Optional.empty();
  private byte[] correlation = {};
  private long expirySeconds;

  private Message(String topic, byte[] payload, boolean retain, int qos) {
    this.topic = topic;
    this.payload = payload;
    this.retain = retain;
    this.qos = qos;
  }

  /** Kept by the broker for those who come later; the newest one counts, so QoS 0 will do. */
  static Message retained(String topic, String text) {
    return retained(topic, text.getBytes(StandardCharsets.UTF_8));
  }

  static Message retained(String topic, byte[] payload) {
    return new Message(topic, payload, true, 0);
  }

  /** For those who listen now, at least once. */
  static Message once(String topic, String text) {
    return new Message(topic, text.getBytes(StandardCharsets.UTF_8), false, 1);
  }

  static Message arrived(String topic, byte[] payload, boolean retain) {
    return new Message(topic, payload, retain, 0);
  }

  /** Names where an answer goes (MQTT 5 §4.10). */
  Message answeredAt(Optional<String> topic) {
    responseTopic = topic;
    return this;
  }

  /** What an answer carries so that its asker knows it (MQTT 5 §4.10.1). */
  Message correlated(byte[] data) {
    correlation = data;
    return this;
  }

  /** Names after how many seconds nobody wants it any more (MQTT 5 §3.3.2.3.3). */
  Message expiring(long seconds) {
    expirySeconds = seconds;
    return this;
  }

  /** Zero for never. */
  long expirySeconds() {
    return expirySeconds;
  }

  String topic() {
    return topic;
  }

  byte[] payload() {
    return payload;
  }

  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  boolean retain() {
    return retain;
  }

  int qos() {
    return qos;
  }

  Optional<String> responseTopic() {
    return responseTopic;
  }

  /** Empty for none. */
  byte[] correlation() {
    return correlation;
  }
}

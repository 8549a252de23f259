package tv.martlet.remote;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Settings in memory. */
final class TestDesk implements SettingsDesk {
  final Map<String, String> values = new ConcurrentHashMap<>();
  private volatile Map<String, String> before;
  volatile boolean confirmed;

  TestDesk(String broker) {
    values.put("mqtt.broker", broker);
    values.put("peer.pex", "true");
  }

  TestDesk with(String key, String value) {
    values.put(key, value);
    return this;
  }

  @Override
  public Map<String, Object> get(String which) {
    Map<String, Object> found = new TreeMap<>(values);
    found.keySet().removeIf(key -> !key.startsWith(which));
    return found;
  }

  @Override
  public void change(Map<String, Optional<String>> texts) throws RefusalException {
    if (texts.keySet().stream().anyMatch(key -> !key.matches("(mqtt|peer)\\..*"))) {
      throw new RefusalException("unknown key");
    }
    before = Map.copyOf(values);
    texts.forEach(
        (key, text) -> text.ifPresentOrElse(t -> values.put(key, t), () -> values.remove(key)));
  }

  @Override
  public void confirm() {
    before = null;
    confirmed = true;
  }

  @Override
  public boolean giveBack() {
    if (before == null) {
      return false;
    }
    values.clear();
    values.putAll(before);
    before = null;
    return true;
  }

  @Override
  public MqttSettings broker() {
    return new MqttSettings(
        text("broker", ""),
        text("user", ""),
        path("password_file"),
        path("ca"),
        path("cert"),
        path("key"),
        Boolean.parseBoolean(text("allow_plain", "false")),
        List.of("hall"),
        text("prefix", "martlet"),
        !text("discovery", "true").equals("false"),
        Duration.ofMillis(Long.parseLong(text("interval", "600000"))));
  }

  private String text(String key, String preset) {
    return values.getOrDefault("mqtt." + key, preset);
  }

  private Optional<Path> path(String key) {
    return Optional.ofNullable(values.get("mqtt." + key)).map(Path::of);
  }
}

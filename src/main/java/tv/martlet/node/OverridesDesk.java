package tv.martlet.node;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tinylog.Logger;
import tv.martlet.config.Origin;
import tv.martlet.config.Overrides;
import tv.martlet.config.Problem;
import tv.martlet.config.Setting;
import tv.martlet.config.Settings;
import tv.martlet.config.Sources;
import tv.martlet.remote.MqttSettings;
import tv.martlet.remote.RefusalException;
import tv.martlet.remote.SettingsDesk;

/** The settings as a broker's users read and change them: by the file of overrides. */
final class OverridesDesk implements SettingsDesk {
  /** They name programs to run, and whoever may write at a broker shall not choose those. */
  private static final Set<String> PROGRAMS = Set.of("player.command", "player.options");

  /** A file or an address; from afar only the latter. */
  private static final Set<String> SOURCES = Set.of("channels.list", "broadcast.input");

  private static final Pattern NETWORK = Pattern.compile("(?i)|(https?|udp|rtp)://.*");

  private final Sources sources;
  private final Overrides overrides;

  OverridesDesk(Sources sources) {
    this.sources = sources;
    this.overrides = new Overrides(sources.overrides());
  }

  /** Whether a change is on trial, be it of a process that ended during it. */
  boolean isOnTrial() {
    return overrides.isOnTrial();
  }

  @Override
  public Map<String, Object> get(String which) throws RefusalException {
    Map<String, Object> found = new LinkedHashMap<>();
    for (Setting setting : Settings.lenient(sources).all()) {
      if (which.isEmpty() || setting.key().equals(which) || setting.key().startsWith(which + ".")) {
        found.put(setting.key(), setting.value());
      }
    }
    if (found.isEmpty()) {
      throw new RefusalException("there is no section or key " + which + ": ask without one");
    }
    return found;
  }

  @Override
  public void change(Map<String, Optional<String>> texts) throws RefusalException {
    for (Map.Entry<String, Optional<String>> change : texts.entrySet()) {
      checkIsForAll(change.getKey(), change.getValue().orElse(""));
    }
    try {
      overrides.keep();
      try {
        overrides.change(texts);
        check(texts);
      } catch (IllegalArgumentException e) {
        overrides.giveBack();
        throw new RefusalException(e.getMessage());
      }
      if (texts.keySet().stream().noneMatch(key -> key.startsWith("mqtt."))) {
        overrides.confirm();
      }
    } catch (IOException e) {
      throw new RefusalException(
          "the settings cannot be written at "
              + sources.overrides()
              + ": check the disk and its rights");
    }
  }

  /** Programs and files are the board's own: its secrets are among them, and who may read what. */
  private static void checkIsForAll(String key, String text) throws RefusalException {
    if (PROGRAMS.contains(key)) {
      throw new RefusalException(key + " names a program: set it on the board itself");
    }
    if (Settings.isPath(key)) {
      throw new RefusalException(key + " names a file of the board: set it on the board itself");
    }
    if (SOURCES.contains(key) && !NETWORK.matcher(text).matches()) {
      throw new RefusalException(
          key + " may name an address such as http://… from afar: set a file on the board itself");
    }
  }

  /** What was written must also come to hold. */
  private void check(Map<String, Optional<String>> texts) {
    Settings now = Settings.lenient(sources);
    for (Problem problem : now.problems()) {
      if (texts.containsKey(problem.key())) {
        throw new IllegalArgumentException(problem.key() + ": " + problem.message());
      }
    }
    for (String key : texts.keySet()) {
      Origin origin = now.find(key).orElseThrow().origin();
      if (origin instanceof Origin.Variable || origin instanceof Origin.Option) {
        throw new IllegalArgumentException(
            key + " is set by " + origin + ", which goes before what is set here: change it there");
      }
    }
  }

  @Override
  public void confirm() {
    try {
      overrides.confirm();
    } catch (IOException e) {
      Logger.warn("what is on trial stays so: {}", e.getMessage());
    }
  }

  @Override
  public boolean giveBack() {
    try {
      return overrides.giveBack();
    } catch (IOException e) {
      Logger.warn("what was on trial cannot be undone: {}", e.getMessage());
      return false;
    }
  }

  @Override
  public MqttSettings broker() {
    return Settings.lenient(sources).mqtt();
  }
}

package tv.martlet.remote;

import java.util.Map;
import java.util.Optional;

/** Reads and changes the node's settings. Called on one thread; may touch the disk. */
public interface SettingsDesk {
  /**
   * Settings as they stand, in TOML's terms.
   *
   * @param which a section, a key, or empty for all
   * @throws RefusalException when there is no such
   */
  Map<String, Object> get(String which) throws RefusalException;

  /**
   * Changes several settings, all or none; takes back those without a text. A change with a key of
   * {@code mqtt} is on trial until {@link #confirm} or {@link #giveBack}.
   *
   * @throws RefusalException when one is unknown or its value bad
   */
  void change(Map<String, Optional<String>> texts) throws RefusalException;

  /** What is on trial stays. */
  void confirm();

  /** Undoes what is on trial, even that of a process before this one; whether anything was. */
  boolean giveBack();

  /** The broker's settings as they stand now. */
  MqttSettings broker();
}

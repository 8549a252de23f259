package tv.martlet.http;

/** What a person wishes of the node. */
public sealed interface Command {
  /** Longest text over the picture, in characters. */
  int MAX_TEXT = 500;

  /** Shows a channel, or relays it where there is no screen: an id, a number or a name. */
  record Show(String channel) implements Command {}

  /** Goes up or down in the list. */
  record Step(int by) implements Command {}

  /** Sets the volume, 0 to 100. */
  record Volume(int percent) implements Command {}

  /** Silences the sound, or not. */
  record Mute(boolean muted) implements Command {}

  /** Writes over the picture. */
  record Message(String text, int seconds) implements Command {}

  /** Begins or ends passing on a channel that is not shown. */
  record Relay(String channel, boolean on) implements Command {}

  /** Makes itself known to whoever stands before it. */
  record Identify() implements Command {}
}

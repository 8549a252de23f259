package tv.martlet.board;

/** A button of the board. */
public enum Key {
  CHANNEL_UP,
  CHANNEL_DOWN,
  VOLUME_UP,
  VOLUME_DOWN,
  POWER
}

package tv.martlet.node;

/**
 * What survives a restart.
 *
 * @param channel id or {@code ppsp://} address of what was shown last; empty for nothing
 * @param play what {@code channels.play} was then: a change of the settings overrules the memory
 * @param volume 0 to 100
 */
record Remembered(String channel, String play, int volume, boolean muted) {
  /** Nothing is remembered. */
  static final Remembered DEFAULT = new Remembered("", "", 100, false);

  Remembered withChannel(String shown, String setting) {
    return new Remembered(shown, setting, volume, muted);
  }

  Remembered withSound(int percent, boolean silent) {
    return new Remembered(channel, play, percent, silent);
  }
}

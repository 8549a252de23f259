package tv.martlet.board;

import java.time.Duration;

/**
 * The section {@code [board]}: what is wired to the board's pins. Pins are BCM numbers; -1 for
 * nothing there.
 *
 * @param enabled whether any pin is touched at all
 * @param debounce how long a contact must be quiet to count
 * @param longPress how long a button must be held for its other meaning
 * @param activeLow whether a pressed button connects to ground, as in the drawings
 */
public record BoardSettings(
    boolean enabled,
    int channelUp,
    int channelDown,
    int volumeUp,
    int volumeDown,
    int power,
    int light,
    Duration debounce,
    Duration longPress,
    boolean activeLow) {
  /** No pin. */
  public static final int NONE = -1;
}

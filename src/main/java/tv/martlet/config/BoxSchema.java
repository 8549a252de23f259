package tv.martlet.config;

import static tv.martlet.config.Schema.WORD;
import static tv.martlet.config.Schema.key;
import static tv.martlet.config.Schema.span;
import static tv.martlet.config.Schema.whole;

import java.util.List;
import tv.martlet.board.BoardSettings;
import tv.martlet.player.PlayerSettings;

/** The part of the {@link Schema} that is about the box itself: its screen and its buttons. */
final class BoxSchema {
  /** BCM numbers of the 40-pin header; -1 for none. */
  private static final Whole PIN = whole(BoardSettings.NONE, 27);

  private BoxSchema() {}

  static Section player() {
    return Section.of(
        "player",
        PlayerSettings.class,
        "What puts a channel on the screen.",
        key(
            "player.backend",
            new Choice<>(PlayerSettings.Backend.class),
            "none",
            "Which player; \"auto\" takes what is installed."),
        key(
            "player.command",
            Text.form("the name or path of a program", "[^\\p{Cntrl}]+"),
            "mpv",
            "Name or path of the player's program."),
        key(
            "player.options",
            new Listing<>(Text.form("an option", "[^\\p{Cntrl}]+"), 64),
            List.of(),
            "Further words of its command line."),
        key("player.video_output", WORD, "auto", "Its video output, such as \"drm\"."),
        key("player.audio_output", WORD, "auto", "Its audio output, such as \"alsa\"."),
        key(
            "player.hwdec",
            WORD,
            "auto",
            "Decoder as mpv calls it; \"auto\" takes the board's, \"no\" none but software."));
  }

  static Section board() {
    return Section.of(
        "board",
        BoardSettings.class,
        "Buttons and a light on the board's pins, by BCM number; -1 for none.",
        key("board.enabled", new Flag(), false, "Whether any pin is touched."),
        key("board.channel_up", PIN, 5, "Pin of the button."),
        key("board.channel_down", PIN, 6, "Pin of the button."),
        key("board.volume_up", PIN, 13, "Pin of the button."),
        key("board.volume_down", PIN, 19, "Pin of the button."),
        key(
            "board.power",
            PIN,
            3,
            "Pin of the button; pin 3 also wakes a board that was switched off."),
        key("board.light", PIN, 17, "Pin of the status light."),
        key("board.debounce", span(1, 200), "20ms", "How long a contact must be quiet to count."),
        key(
            "board.long_press",
            span(300, 10_000),
            "800ms",
            "How long a button is held for its other meaning."),
        key(
            "board.active_low",
            new Flag(),
            true,
            "Whether a pressed button connects to ground, as in the drawings."));
  }
}

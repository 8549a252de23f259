package tv.martlet.node;

import java.util.Optional;
import org.tinylog.Logger;
import tv.martlet.player.Player;
import tv.martlet.player.PlayerException;
import tv.martlet.player.PlayerSettings;

/**
 * What a box shows its channel on.
 *
 * @param player empty where there is no screen
 * @param problem why there is none although one was asked for; else empty
 */
record Screen(Optional<Player> player, String problem) {
  /** Nothing is shown, and nothing was to be. */
  static final Screen NONE = new Screen(Optional.empty(), "");

  /** On a player that is there already. */
  static Screen of(Player player) {
    return new Screen(Optional.of(player), "");
  }

  /** Starts the player of the settings; where that cannot be, the box goes on without. */
  static Screen open(PlayerSettings settings) {
    if (settings.backend() == PlayerSettings.Backend.NONE) {
      return NONE;
    }
    try {
      return of(Player.open(settings));
    } catch (PlayerException e) {
      boolean asked = settings.backend() != PlayerSettings.Backend.AUTO;
      if (asked) {
        Logger.warn("there is no picture: {}", e.getMessage());
      } else {
        Logger.info("no player: {}", e.getMessage());
      }
      return new Screen(Optional.empty(), asked ? e.getMessage() : "");
    }
  }
}

package tv.martlet.player;

import org.tinylog.Logger;

/** Which player is started. */
final class PlayerChoice {
  private PlayerChoice() {}

  static Player open(PlayerSettings settings, Machine machine) throws PlayerException {
    return switch (settings.backend()) {
      case MPV -> MpvPlayer.start(settings, machine, MpvPlayer.Patience.NORMAL);
      case OMXPLAYER -> OmxPlayer.start(settings);
      case AUTO -> whatIsThere(settings, machine);
      case NONE -> throw new PlayerException("no player is wanted: set player.backend");
    };
  }

  private static Player whatIsThere(PlayerSettings settings, Machine machine)
      throws PlayerException {
    String why = "there is neither a desktop nor a screen of the kernel's (/dev/dri)";
    if (machine.hasScreen() || !settings.videoOutput().equals("auto")) {
      try {
        return MpvPlayer.start(settings, machine, MpvPlayer.Patience.NORMAL);
      } catch (PlayerException e) {
        why = e.getMessage();
      }
    }
    try {
      return OmxPlayer.start(settings);
    } catch (PlayerException e) {
      Logger.debug("{}", e.getMessage());
      throw new PlayerException(
          "no player can show anything here: " + why + ", and omxplayer is not installed", e);
    }
  }
}

package tv.martlet.node;

import java.io.IOException;
import org.tinylog.Logger;

/** Switches the machine off by its service manager, which then ends this process too. */
final class PowerSwitch {
  private PowerSwitch() {}

  /** Asks for it; returns at once, and what is refused is told in the log. */
  static void off() {
    try {
      Process asked =
          new ProcessBuilder("systemctl", "--no-ask-password", "poweroff")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      var unused = asked.onExit().thenAccept(PowerSwitch::told);
    } catch (IOException e) {
      Logger.warn("the board cannot be switched off: systemctl cannot be run: {}", e.getMessage());
    }
  }

  private static void told(Process asked) {
    if (asked.exitValue() != 0) {
      Logger.warn("the board was not switched off: systemctl poweroff is not allowed to this user");
    }
  }
}

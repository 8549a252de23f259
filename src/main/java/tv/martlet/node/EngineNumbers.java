package tv.martlet.node;

import java.time.Duration;
import tv.martlet.peer.CongestionControl;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.EngineSettings.Exchange;
import tv.martlet.peer.PeerSettings;

/** What a person sets ({@code [peer]}), in the engine's numbers. */
final class EngineNumbers {
  /** Neighbours that are dialled for; the others may come by themselves. */
  private static final int WANTED = 8;

  private static final int OUTSTANDING = 1024;

  private EngineNumbers() {}

  static EngineSettings of(PeerSettings settings) {
    return new EngineSettings(
        settings.maxNeighbours(),
        settings.maxChannels(),
        Math.min(WANTED, settings.maxNeighbours()),
        settings.uploadLimit() / 8,
        settings.uploadSlots(),
        exchange(settings),
        congestion(settings),
        micros(settings.handshakeTimeout()),
        micros(settings.keepalive()),
        micros(settings.deadAfter()),
        micros(settings.blacklist()),
        micros(settings.liveOffset()),
        micros(settings.startBuffer()),
        OUTSTANDING);
  }

  private static Exchange exchange(PeerSettings settings) {
    if (!settings.pex()) {
      return Exchange.OFF;
    }
    return settings.pexPrivateOnly() ? Exchange.PRIVATE : Exchange.ANY;
  }

  private static CongestionControl.Factory congestion(PeerSettings settings) {
    long target = micros(settings.ledbatTarget());
    return switch (settings.congestion()) {
      case DEADLINE -> EngineSettings.deadline(target);
      case LEDBAT -> EngineSettings.ledbat(target);
    };
  }

  static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}

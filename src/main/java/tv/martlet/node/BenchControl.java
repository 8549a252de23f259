package tv.martlet.node;

import java.util.Locale;
import tv.martlet.peer.CongestionControl;
import tv.martlet.peer.EngineSettings;

/** The congestion controls that the benches compare. */
public enum BenchControl {
  /** For traffic with a deadline. */
  DEADLINE,
  /** RFC 6817 as it stands. */
  LEDBAT,
  /** What most other traffic does: halves at each loss, fills each queue. */
  TCP_LIKE;

  private static final long TARGET_MICROS = 60_000;

  CongestionControl.Factory factory() {
    return switch (this) {
      case DEADLINE -> EngineSettings.deadline(TARGET_MICROS);
      case LEDBAT -> EngineSettings.ledbat(TARGET_MICROS);
      case TCP_LIKE -> RenoControl::new;
    };
  }

  /** Its name in figures. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

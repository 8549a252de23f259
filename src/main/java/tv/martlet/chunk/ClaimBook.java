package tv.martlet.chunk;

/** The claims of the few sources heard last. */
final class ClaimBook {
  private static final int SOURCES = 4;

  private final Claims[] claims = new Claims[SOURCES];
  private long turn;

  ClaimBook(int hashLength, int signatureLength) {
    for (int i = 0; i < SOURCES; i++) {
      claims[i] = new Claims(hashLength, signatureLength);
    }
  }

  /** Begins a datagram of a source and returns its claims. */
  Claims begin(Object source) {
    Claims chosen = claims[0];
    for (Claims each : claims) {
      if (each.isOf(source)) {
        chosen = each;
        break;
      }
      if (each.turn() < chosen.turn()) {
        chosen = each;
      }
    }
    chosen.begin(source, ++turn);
    return chosen;
  }
}

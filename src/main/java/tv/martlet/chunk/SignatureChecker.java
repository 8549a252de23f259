package tv.martlet.chunk;

import java.util.function.Consumer;

/**
 * Checks signatures, now or later. A check costs milliseconds on a small core and must not stall
 * the loop: a checker may work on another thread, but tells the outcome on the owner's.
 */
@FunctionalInterface
public interface SignatureChecker {
  /**
   * Checks a signature and hands the outcome over, on the owner's thread. The arrays are the
   * checker's to keep.
   */
  void check(SwarmKey key, byte[] message, byte[] signature, Consumer<Boolean> outcome);

  /** Returns the checker that answers before it returns. */
  static SignatureChecker inline() {
    return (key, message, signature, outcome) -> outcome.accept(key.verify(message, signature));
  }
}

package tv.martlet.chunk;

import java.util.Arrays;
import tv.martlet.chunk.Integrity.Verdict;

/**
 * The signature checks under way and the outcomes of the last ones, so that neither a parked
 * datagram that is given again nor a lie that is told again costs a second check. Bounded, also for
 * each source.
 */
final class SignatureChecks {
  private static final int SHARE = 4; // a source may have a quarter of the places

  private final SwarmKey key;
  private final SignatureChecker checker;
  private final Integrity.Listener listener;
  private final Case[] cases;
  private int next;

  /** Hears of a genuine signature before the listener does. */
  interface Acceptor {
    /** Takes it; false if it is refused after all. */
    boolean accept();
  }

  private static final class Case {
    long first;
    long last;
    long ntp;
    byte[] message;
    byte[] signature;
    Object source;
    Verdict verdict;
  }

  SignatureChecks(SwarmKey key, SignatureChecker checker, Integrity.Listener listener, int places) {
    this.key = key;
    this.checker = checker;
    this.listener = listener;
    this.cases = new Case[places];
  }

  /**
   * Checks the signature that the claims carry over a message, or returns what came of it before.
   */
  Verdict check(Claims claims, byte[] message, Acceptor acceptor) {
    byte[] signature = claims.signature();
    for (Case each : cases) {
      if (each != null
          && Arrays.equals(each.signature, signature)
          && Arrays.equals(each.message, message)) {
        return each.verdict;
      }
    }
    Case fresh = place(claims.source());
    if (fresh == null) {
      return Verdict.UNPROVEN;
    }
    fresh.first = claims.signedFirst();
    fresh.last = claims.signedLast();
    fresh.ntp = claims.ntp();
    fresh.message = message;
    fresh.signature = signature;
    fresh.source = claims.source();
    fresh.verdict = Verdict.PENDING;
    checker.check(key, message, signature, genuine -> close(fresh, genuine, acceptor));
    return fresh.verdict;
  }

  private void close(Case which, boolean genuine, Acceptor acceptor) {
    boolean accepted = genuine && acceptor.accept();
    which.verdict = accepted ? Verdict.VERIFIED : Verdict.FALSE;
    Object source = which.source;
    which.source = null;
    listener.munro(which.first, which.last, which.ntp, accepted, source);
  }

  /**
   * Returns a place for a new check, the oldest that is not under way; null if there is none for
   * this source.
   */
  @SuppressWarnings("ReferenceEquality") // sources are told apart by identity
  private Case place(Object source) {
    int mine = 0;
    for (Case each : cases) {
      if (each != null && each.verdict == Verdict.PENDING && each.source == source) {
        mine++;
      }
    }
    if (mine >= Math.max(1, cases.length / SHARE)) {
      return null;
    }
    for (int i = 0; i < cases.length; i++) {
      int at = (next + i) % cases.length;
      if (cases[at] == null || cases[at].verdict != Verdict.PENDING) {
        next = (at + 1) % cases.length;
        cases[at] = new Case();
        return cases[at];
      }
    }
    return null;
  }
}

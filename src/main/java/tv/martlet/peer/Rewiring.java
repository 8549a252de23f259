package tv.martlet.peer;

import java.net.InetSocketAddress;

/**
 * Takes better neighbours for worse ones, a few a minute.
 *
 * <p>A viewer that goes short puts the best of its tracker's latest list in the place of the
 * neighbour that gives and takes least. So those that came early find the strong ones that came
 * late. One that sends a whole stream already and whose line has room looks for more neighbours to
 * send to. An injector whose line is full feeds those that its tracker names, the strongest,
 * instead of whoever came first: what a weak peer alone has got hardly spreads.
 */
final class Rewiring {
  private static final long SECOND = 1_000_000;

  /** A change needs some time to show what it was worth. */
  private static final long PAUSE = 4 * SECOND;

  /** A hole in what was played counts for so long. */
  private static final long HURT = 3 * SECOND / 2;

  /** A neighbour shows what it is worth before it is judged. */
  private static final long TRIAL = 8 * SECOND;

  private static final long INJECTOR_TRIAL = 5 * SECOND;

  /** One that an injector has closed is not to come back at once. */
  private static final long DECLINED = 20 * SECOND;

  /** So many an injector feeds in any case. */
  private static final int FED = 12;

  /** Between two lists of a tracker. */
  private static final long ASK = 5 * SECOND;

  /** What a new line carries shows so soon. */
  private static final long FIRST_ASK = 2 * SECOND;

  /** A strong line asks for one more neighbour no sooner than this … */
  private static final long WIDEN = 2 * SECOND / 5;

  /** … and for no more than so many in all: each costs both sides messages. */
  private static final int WIDE = 24;

  /** Trackers are told anew of a line that carries so many times more or less than they know. */
  private static final int CHANGE = 2;

  private final Swarm swarm;
  private final Engine engine;
  private final Candidates candidates;
  private long missed;
  private long missedAt = Long.MIN_VALUE / 2;
  private long changedAt;
  private long widenedAt;
  private long askedAt;
  private long toldCapacity;

  Rewiring(Swarm swarm, Engine engine, Candidates candidates, long now) {
    this.swarm = swarm;
    this.engine = engine;
    this.candidates = candidates;
    this.changedAt = now;
    this.askedAt = now - ASK + FIRST_ASK;
  }

  /** About twice a second. Gives an address to dial, or null. */
  InetSocketAddress next(long now) {
    if (!applies()) {
      return null;
    }
    if (swarm.interest().isSated()) {
      return feed(now);
    }
    return isShort(now) ? improve(now) : widen(now);
  }

  /** Whether the trackers are to be asked for a list; a yes counts as asked. */
  boolean wantsList(long now) {
    if (!applies() || now - askedAt < ASK) {
      return false;
    }
    long capacity = engine.gauge().capacity(now);
    boolean news = capacity > CHANGE * toldCapacity || capacity * CHANGE < toldCapacity;
    if (news || isShort(now) || isCrowded(now)) {
      askedAt = now;
      toldCapacity = capacity;
      return true;
    }
    return false;
  }

  private boolean applies() {
    return swarm.policy().rewires() && swarm.content().metadata().live();
  }

  /** A viewer has missed chunks lately. */
  private boolean isShort(long now) {
    Playout playout = swarm.playout();
    if (playout == null) {
      return false;
    }
    long misses = playout.late() + playout.absent();
    if (misses > missed) {
      missed = misses;
      missedAt = now;
    }
    return now - missedAt < HURT;
  }

  /** An injector whose line has been full lately cannot serve all that are there. */
  private boolean isCrowded(long now) {
    return swarm.interest().isSated() && engine.gauge().isMeasured(now);
  }

  private InetSocketAddress improve(long now) {
    if (now - changedAt < PAUSE) {
      return null;
    }
    InetSocketAddress better = candidates.best(now);
    if (better != null && makesRoom(now)) {
      changedAt = now;
      return better;
    }
    return null;
  }

  /** Its present neighbours do not ask for all that a strong line could send. */
  private InetSocketAddress widen(long now) {
    boolean wide = swarm.neighbours().size() >= Math.min(WIDE, swarm.settings().maxNeighbours());
    if (wide || now - widenedAt < WIDEN || !isStrong(now)) {
      return null;
    }
    widenedAt = now;
    return candidates.next(now, false);
  }

  /** Sends as much as it receives and has not found the end of its line. */
  private boolean isStrong(long now) {
    Playout playout = swarm.playout();
    UploadGauge gauge = engine.gauge();
    return playout != null
        && playout.onTime() > 0
        && !gauge.isMeasured(now)
        && gauge.used(now) >= playout.bytesPerSecond();
  }

  private boolean makesRoom(long now) {
    if (swarm.neighbours().size() < swarm.settings().wantedNeighbours()) {
      return true;
    }
    Channel least = null;
    for (Channel neighbour : swarm.neighbours()) {
      boolean judged = now - neighbour.openedAt() >= TRIAL;
      if (judged && (least == null || worth(neighbour, now) < worth(least, now))) {
        least = neighbour;
      }
    }
    if (least != null) {
      swarm.close(least, true, now);
    }
    return least != null;
  }

  private static long worth(Channel neighbour, long now) {
    // What goes to one that lets nobody ask is no loss.
    long given = neighbour.serviceToUs().isChoked() ? 0 : neighbour.sendRate(now);
    return neighbour.receiveRate(now) + given;
  }

  private InetSocketAddress feed(long now) {
    if (!candidates.hasList() || !isCrowded(now)) {
      return null;
    }
    InetSocketAddress better = candidates.best(now);
    if (better != null || swarm.neighbours().size() > FED) {
      closeUnlisted(now);
    }
    return better;
  }

  private void closeUnlisted(long now) {
    for (Channel neighbour : swarm.neighbours()) {
      boolean tried = now - neighbour.openedAt() >= INJECTOR_TRIAL;
      if (tried && !candidates.isListed(neighbour.address())) {
        candidates.ban(neighbour.address(), now + DECLINED);
        swarm.close(neighbour, true, now);
        return;
      }
    }
  }
}

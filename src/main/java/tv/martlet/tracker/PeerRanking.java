package tv.martlet.tracker;

import java.util.List;

/** Chooses which peers of a swarm an asker is told of. */
@FunctionalInterface
public interface PeerRanking {
  /**
   * Picks at most {@code wanted} of the candidates, best first.
   *
   * @param candidates a random sample of the swarm in random order, never empty, without the asker
   *     and without peers that the asker cannot reach; not to be changed
   * @param asker the peer that asks
   * @param wanted how many to pick, at least 1
   * @param nowMillis the time, on the clock of {@link Candidate#joinedMillis}
   * @return some of the candidates; what is beyond {@code wanted} is cut off
   */
  List<Candidate> pick(List<Candidate> candidates, Candidate asker, int wanted, long nowMillis);

  /** Random: the sample already is. RFC 7846 §4.1.1, implementation note. */
  static PeerRanking random() {
    return (candidates, asker, wanted, nowMillis) ->
        candidates.subList(0, Math.min(wanted, candidates.size()));
  }
}

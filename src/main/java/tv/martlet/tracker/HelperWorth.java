package tv.martlet.tracker;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one asker can expect of each peer of a sample.
 *
 * <pre>
 *           spare upload x room for links x time here x nearness x reachability
 *   worth = -------------------------------------------------------------------
 *                           1 + lists it stood in lately / 4
 * </pre>
 *
 * A product, so that lists spread over equal peers in proportion to what each can give, and a peer
 * that can never be met is worth 0. What a peer says of itself is held against what its equals say.
 */
final class HelperWorth {
  /** What a peer has to spare that says nothing, where no other does either: modest. */
  private static final long PRIOR_BPS = 2_000_000;

  /** Where all others are busy, one of whom nothing is known yet is worth a try. */
  private static final long LEAST_PRIOR_BPS = 1_000_000;

  /** So that what else is known of peers without any spare upload still orders them. */
  private static final long LEAST_BPS = 64_000;

  /** A claim counts up to so many times the median: a liar gains no more. */
  static final int CAP_MEDIANS = 20;

  /** The median counts as at least this: where most are busy, those who are not must stand out. */
  static final long LEAST_MEDIAN_BPS = 1_000_000;

  /** Upload that a link takes, by and large: a neighbour's share of a stream. */
  private static final long LINK_BPS = 256_000;

  private static final int LEAST_LINKS = 4;
  private static final int MOST_LINKS = 64;

  /** Until then a peer has little to pass on. */
  private static final int SETTLED_SECONDS = 60;

  private static final double NEWBORN = 0.3;

  /** A peer with neighbours has been asked for chunks by then. */
  private static final long TRIED_MILLIS = 6_000;

  private static final double RIDER = 0.02;

  /** A seeder rather feeds one of whom nothing is known than one who is known to be weak. */
  private static final double UNKNOWN_BPS = 250_000;

  private static final double TOLD_UNIT = 4;

  private final Place place;
  private final NatClass nat;
  private final long now;
  private final long prior;
  private final long cap;

  HelperWorth(List<Candidate> sample, Candidate asker, long nowMillis) {
    place = new Place(asker.peer());
    nat = NatClass.of(asker.peer());
    now = nowMillis;
    long median = median(sample);
    prior = median < 0 ? PRIOR_BPS : Math.max(LEAST_PRIOR_BPS, median / 2);
    cap = CAP_MEDIANS * Math.max(LEAST_MEDIAN_BPS, median);
  }

  /** The lower median of what is claimed, so that of two peers the liar does not set it. */
  private static long median(List<Candidate> sample) {
    long[] claims = new long[sample.size()];
    int known = 0;
    for (Candidate one : sample) {
      OptionalLong claim = claim(one);
      if (claim.isPresent()) {
        claims[known++] = Math.min(claim.getAsLong(), Long.MAX_VALUE / CAP_MEDIANS);
      }
    }
    Arrays.sort(claims, 0, known);
    return known == 0 ? -1 : claims[(known - 1) / 2];
  }

  /** Bit/s that a peer says it can spare. */
  private static OptionalLong claim(Candidate one) {
    OptionalLong most = announced(one);
    // Who has sent nothing yet does not know what he can spare.
    if (one.stats().isPresent() && one.stats().get().uploadedBytes() > 0) {
      long spare = Math.max(0, one.stats().get().availableBandwidth());
      if (most.isPresent()) {
        return OptionalLong.of(Math.min(spare, most.getAsLong()));
      }
      if (spare > 0) {
        return OptionalLong.of(spare);
      }
      // The element is not optional in RFC 7846 §3.2.5: 0 without a known limit is "unknown".
    }
    // Some of it is in use already.
    return most.isPresent() ? OptionalLong.of(most.getAsLong() / 2) : most;
  }

  private static OptionalLong announced(Candidate one) {
    if (one.peer().self().isEmpty() || one.peer().self().get().uploadKbps().isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(1000L * Math.max(0, one.peer().self().get().uploadKbps().getAsInt()));
  }

  /** Above 0, or 0 for a peer that the asker can never meet. */
  double of(Candidate one) {
    Nearness near = place.of(one.peer());
    // Within a LAN there is no translator between them.
    double met = near == Nearness.LAN ? 1 : NatClass.of(one.peer()).meets(nat);
    if (met == 0) {
      return 0;
    }
    double told = 1 + Math.max(0, one.told()) / TOLD_UNIT;
    return gives(one) * bounded(claim(one)) * room(one) * settled(one) * near.factor * met / told;
  }

  /** Bit/s that a peer can send in all as far as is known; 0 if the asker can never meet it. */
  double capacity(Candidate one) {
    if (NatClass.of(one.peer()).meets(nat) == 0 && place.of(one.peer()) != Nearness.LAN) {
      return 0;
    }
    OptionalLong known = announced(one);
    double capacity = known.isPresent() ? bounded(known) : UNKNOWN_BPS;
    return gives(one) < 1 ? 0 : capacity;
  }

  /** Little for a peer that has been here for a while and has given nothing yet. */
  private double gives(Candidate one) {
    boolean silent = one.stats().isPresent() && one.stats().get().uploadedBytes() == 0;
    boolean tried = now - one.joinedMillis() >= TRIED_MILLIS && links(one) >= LEAST_LINKS;
    return silent && tried && one.mode() != PeerMode.SEEDER ? RIDER : 1;
  }

  private double bounded(OptionalLong bitsPerSecond) {
    return Math.max(LEAST_BPS, Math.min(cap, bitsPerSecond.orElse(prior)));
  }

  /** 1 for a peer without links, a half for one with as many as its upload carries, then less. */
  private double room(Candidate one) {
    OptionalLong most = announced(one);
    double rate = bounded(most.isPresent() ? most : claim(one));
    double carried = Math.max(LEAST_LINKS, Math.min(MOST_LINKS, rate / LINK_BPS));
    double load = links(one) / carried;
    return 1 / (1 + load * load);
  }

  private static int links(Candidate one) {
    int links =
        one.stats().isPresent()
            ? one.stats().get().links()
            : one.peer().self().map(self -> self.links().orElse(0)).orElse(0);
    return Math.max(0, links);
  }

  /**
   * How much of the stream a peer can have by now. What the tracker saw itself counts three
   * quarters; what the peer says is all that tells old from new after a restart of the tracker.
   */
  private double settled(Candidate one) {
    if (one.mode() == PeerMode.SEEDER) {
      return 1;
    }
    double seen = capped((now - one.joinedMillis()) / 1000);
    double said =
        one.peer().self().isPresent() && one.peer().self().get().onlineSeconds().isPresent()
            ? capped(one.peer().self().get().onlineSeconds().getAsInt())
            : seen;
    return NEWBORN + (1 - NEWBORN) * (0.75 * seen + 0.25 * Math.max(seen, said));
  }

  private static double capped(long seconds) {
    return (double) Math.max(0, Math.min(SETTLED_SECONDS, seconds)) / SETTLED_SECONDS;
  }
}

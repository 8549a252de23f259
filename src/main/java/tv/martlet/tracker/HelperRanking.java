package tv.martlet.tracker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Names those who can help most, spread by what each can give (RFC 7846 §3.2.2, §4.1.1, §4.1.2).
 *
 * <pre>
 *   | seeder | best helpers, best first              | strangers         | seeders, if      |
 *   | 1 in 4 | by {@link HelperWorth}                        | a quarter, random | places are left  |
 * </pre>
 *
 * The strangers keep the swarm mixed: without them neighbourhoods would close upon themselves. The
 * injector's upload is scarce: were it named to everybody, it would feed few of them well. Holds no
 * state but the generator; costs O(n log n) over the sample. Not safe for several threads.
 */
public final class HelperRanking implements PeerRanking {
  /** With fewer candidates a swarm is tiny: everyone is told of a seeder. */
  static final int TINY = 8;

  /**
   * One list in so many names a seeder while they are scarce: that is, up to one peer in so many.
   */
  private static final int SEEDER_SHARE = 4;

  private static final int STRANGER_SHARE = 4;

  private static final long NEW_MILLIS = 5_000;

  /** A seeder is named no more than it should feed. */
  private static final int FED = 12;

  /** Equals change places, and reports a minute old do not send everybody the same way. */
  private static final double JITTER = 0.05;

  private final RandomGenerator random;

  /**
   * @param random where all chance comes from; one number is drawn for each list
   */
  public HelperRanking(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public List<Candidate> pick(
      List<Candidate> candidates, Candidate asker, int wanted, long nowMillis) {
    SplittableRandom dice = new SplittableRandom(random.nextLong());
    HelperWorth worth = new HelperWorth(candidates, asker, nowMillis);
    if (asker.mode() == PeerMode.SEEDER) {
      return strongest(candidates, worth, wanted);
    }
    List<Candidate> helpers = ranked(candidates, worth, dice);
    int met = helpers.size();
    List<Candidate> seeders = setApart(helpers, asker);
    List<Candidate> list = new ArrayList<>(Math.min(wanted, met));
    boolean seederFirst =
        met < TINY || (isNew(asker, nowMillis) && dice.nextInt(SEEDER_SHARE) == 0);
    if (seederFirst && !seeders.isEmpty()) {
      list.add(seeders.remove(0));
    }
    int best = wanted - list.size() - strangers(wanted);
    take(helpers, Math.min(best, helpers.size()), list);
    shuffle(helpers, dice);
    take(helpers, Math.min(wanted - list.size(), helpers.size()), list);
    take(seeders, Math.min(wanted - list.size(), seeders.size()), list);
    return list;
  }

  /** Who asks again has neighbours to live on. */
  private static boolean isNew(Candidate asker, long now) {
    return now - asker.joinedMillis() < NEW_MILLIS;
  }

  /**
   * What a seeder should feed: those whose lines carry most, since what a weak peer alone has got
   * hardly spreads.
   */
  private static List<Candidate> strongest(
      List<Candidate> candidates, HelperWorth worth, int wanted) {
    List<Candidate> viewers = new ArrayList<>(candidates);
    viewers.removeIf(one -> one.mode() == PeerMode.SEEDER || worth.capacity(one) == 0);
    viewers.sort(Comparator.comparingDouble(one -> -worth.capacity(one)));
    return viewers.subList(0, Math.min(Math.min(wanted, FED), viewers.size()));
  }

  private static int strangers(int wanted) {
    return wanted < STRANGER_SHARE ? 0 : (int) Math.round((double) wanted / STRANGER_SHARE);
  }

  /** Those that the asker can meet, best first. */
  private static List<Candidate> ranked(
      List<Candidate> candidates, HelperWorth worth, SplittableRandom dice) {
    long[] keys = new long[candidates.size()];
    int met = 0;
    for (int i = 0; i < keys.length; i++) {
      float score = (float) (worth.of(candidates.get(i)) * (1 + JITTER * dice.nextDouble()));
      if (score > 0) {
        // The bits of floats above 0 are in the order of the floats.
        keys[met++] = (long) Float.floatToRawIntBits(score) << 32 | i;
      }
    }
    Arrays.sort(keys, 0, met);
    List<Candidate> ranked = new ArrayList<>(met);
    for (int i = met - 1; i >= 0; i--) {
      ranked.add(candidates.get((int) keys[i]));
    }
    return ranked;
  }

  /** Takes scarce seeders out of the list; where there are many, they are helpers like others. */
  private static List<Candidate> setApart(List<Candidate> ranked, Candidate asker) {
    List<Candidate> seeders = new ArrayList<>();
    for (Candidate one : ranked) {
      if (one.mode() == PeerMode.SEEDER) {
        seeders.add(one);
      }
    }
    boolean scarce = ranked.size() < TINY || seeders.size() * SEEDER_SHARE <= ranked.size();
    // Seeders have nothing to give each other.
    if (!scarce && asker.mode() != PeerMode.SEEDER) {
      seeders.clear();
      return seeders;
    }
    ranked.removeIf(one -> one.mode() == PeerMode.SEEDER);
    return seeders;
  }

  private static void take(List<Candidate> from, int count, List<Candidate> list) {
    List<Candidate> head = from.subList(0, Math.max(0, count));
    list.addAll(head);
    head.clear();
  }

  private static void shuffle(List<Candidate> list, SplittableRandom dice) {
    for (int i = list.size() - 1; i > 0; i--) {
      Candidate other = list.set(dice.nextInt(i + 1), list.get(i));
      list.set(i, other);
    }
  }
}

package tv.martlet.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The classic choking of BitTorrent, a baseline to measure others against: slots for those that
 * gave most of late, and one more for somebody by lot.
 *
 * <pre>
 *   rechoke   ├────────┼────────┼────────┼────────┼───►  the 4 that gave most are served
 *   optimistic├──────────────────────────┼──────────►  a fifth, drawn among the others that want
 *   between: only a free slot is filled, nobody who uses one loses it
 * </pre>
 *
 * A peer that wants nothing itself ranks neighbours by what it sends them. One instance serves one
 * swarm, on its owner thread.
 */
public final class TitForTat implements Choking {
  private static final int SLOTS = 4;
  private static final long SECOND = 1_000_000;

  /** How often to look for free slots. */
  private static final long LOOK = SECOND / 2;

  /** A newcomer has this many lots in the draw: it has had no chance to give anything yet. */
  private static final int NEWCOMER_LOTS = 3;

  /** What a neighbour gave, or took from one who wants nothing. */
  private static final class Account {
    private long total;
    private long ofLastPeriod;

    void settle(long now) {
      ofLastPeriod = now - total;
      total = now;
    }
  }

  private final int slots;
  private final long rechoke;
  private final long optimistic;
  private final RandomGenerator random;
  private final Map<Channel, Account> accounts = new HashMap<>();
  private final List<Channel> ranked = new ArrayList<>();
  private final List<Channel> served = new ArrayList<>();
  private final Comparator<Channel> byRank;
  private Channel lucky;
  private boolean begun;
  private long rechokedAt;
  private long drawnAt;

  /**
   * Makes a choking for one swarm. Times are microseconds.
   *
   * @param slots neighbours served for what they gave
   * @param rechoke how often these are chosen
   * @param optimistic how often the one served by lot is drawn
   * @param random the lot
   * @throws IllegalArgumentException if a number is not positive
   */
  public TitForTat(int slots, long rechoke, long optimistic, RandomGenerator random) {
    if (slots < 1 || rechoke < 1 || optimistic < 1) {
      throw new IllegalArgumentException("Slots and times of tit for tat must be positive");
    }
    this.slots = slots;
    this.rechoke = rechoke;
    this.optimistic = optimistic;
    this.random = random;
    // Equal ones stay as they are: a CHOKE breaks off what is under way.
    this.byRank =
        Comparator.comparingLong((Channel c) -> -accounts.get(c).ofLastPeriod)
            .thenComparing(Channel::isChoked);
  }

  /** BitTorrent's own times: 10 seconds, and 30 for the lot. */
  public static TitForTat classic(RandomGenerator random) {
    return new TitForTat(SLOTS, 10 * SECOND, 30 * SECOND, random);
  }

  /** Times that suit a live stream of a few seconds' delay: 1 second, and 2 for the lot. */
  public static TitForTat quick(RandomGenerator random) {
    return new TitForTat(SLOTS, SECOND, 2 * SECOND, random);
  }

  @Override
  public boolean startsChoked() {
    return true;
  }

  @Override
  public long interval() {
    return Math.min(LOOK, rechoke);
  }

  @Override
  public void decide(List<Channel> neighbours, long now) {
    accounts.keySet().removeIf(channel -> !neighbours.contains(channel));
    for (Channel neighbour : neighbours) {
      accounts.computeIfAbsent(neighbour, n -> new Account());
    }
    boolean due = !begun || now - rechokedAt >= rechoke;
    if (due) {
      settle(neighbours);
      rechokedAt = now;
    }
    choose(neighbours, due, now);
    draw(neighbours, now);
    begun = true;
    boolean room = neighbours.size() <= slots + 1;
    for (Channel neighbour : neighbours) {
      neighbour.choke(!room && !served.contains(neighbour) && neighbour != lucky, now);
    }
  }

  private void settle(List<Channel> neighbours) {
    for (Channel neighbour : neighbours) {
      boolean gives = neighbour.swarm().interest().isSated();
      long total = gives ? neighbour.bytesSent() : neighbour.bytesReceived();
      accounts.get(neighbour).settle(total);
    }
  }

  /** The best of all when a period is over; else the best of the rest for the slots left free. */
  private void choose(List<Channel> neighbours, boolean anew, long now) {
    served.removeIf(c -> anew || !accounts.containsKey(c) || !c.isInterested(now));
    ranked.clear();
    for (Channel neighbour : neighbours) {
      if (neighbour.isInterested(now) && !served.contains(neighbour)) {
        ranked.add(neighbour);
      }
    }
    ranked.sort(byRank);
    for (int i = 0; i < ranked.size() && served.size() < slots; i++) {
      // Between two choices the one drawn keeps its own slot.
      if (anew || ranked.get(i) != lucky) {
        served.add(ranked.get(i));
      }
    }
  }

  /** Draws when it is time, and when the one drawn has left, wants nothing or has won a slot. */
  private void draw(List<Channel> neighbours, long now) {
    boolean due = !begun || now - drawnAt >= optimistic;
    boolean stays = accounts.containsKey(lucky) && !served.contains(lucky);
    if (!due && stays && lucky.isInterested(now)) {
      return;
    }
    if (due) {
      drawnAt = now;
    }
    lucky = byLot(neighbours, now);
  }

  private Channel byLot(List<Channel> neighbours, long now) {
    ranked.clear();
    for (Channel neighbour : neighbours) {
      if (neighbour.isInterested(now) && !served.contains(neighbour)) {
        for (int lots = lots(neighbour, now); lots > 0; lots--) {
          ranked.add(neighbour);
        }
      }
    }
    // The turn passes on: the one drawn before is drawn again only where it is alone.
    if (ranked.stream().anyMatch(c -> c != lucky)) {
      ranked.removeIf(c -> c == lucky);
    }
    return ranked.isEmpty() ? null : ranked.get(random.nextInt(ranked.size()));
  }

  /** As in the first BitTorrent client, where one new by half a turn more is a newcomer. */
  private int lots(Channel neighbour, long now) {
    return now - neighbour.openedAt() < optimistic * 3 / 2 ? NEWCOMER_LOTS : 1;
  }
}

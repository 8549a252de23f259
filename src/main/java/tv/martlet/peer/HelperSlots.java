package tv.martlet.peer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Serves as many neighbours as our line carries, and newcomers beside them.
 *
 * <pre>
 *   queue on our line ▲
 *                     │ ▒▒▒ fewer slots
 *              STRAIN ┤-----------
 *                     │     as many as there are
 *                EASE ┤-----------
 *                     │ ░░░ more slots, if anybody waits
 * </pre>
 *
 * The neighbours' acknowledgements tell the queue before our line. A line that serves too many
 * serves all of them late, and delays our own requests besides. Who has a slot and asks keeps it;
 * now and then the one that gave us least makes room for one that waits. A newcomer is served at
 * once, above the slots, for a short while; who pretends to be new again waits like the others.
 */
public final class HelperSlots implements Choking {
  private static final long SECOND = 1_000_000;

  /** Fewer keep strong lines idle while a swarm grows; a thin line finds out in a few seconds. */
  private static final double FIRST_SLOTS = 8;

  private static final long STRAIN = 130_000;
  private static final long EASE = 85_000;
  private static final long LOOK = SECOND / 2;

  /** Bytes a second in all, below which serving is not worth it: half a Mbit/s … */
  private static final long WEAK = 60_000;

  /** … or this share of a thinner stream. */
  private static final double WEAK_SHARE = 0.2;

  /** Rates are measured over about two seconds. */
  private static final long SETTLED = 2 * SECOND;

  private static final long TURN = 8 * SECOND;

  /** How long nobody is served by a line that cannot. */
  private static final long LEAST_CLOSED = 120 * SECOND;

  private static final long MOST_CLOSED = 480 * SECOND;

  /** For so many slots one newcomer is served above them. */
  private static final int SLOTS_A_GUEST = 3;

  private static final long NEW = 5 * SECOND;

  /** An address is new once in this time. */
  private static final long NEW_AGAIN = 60 * SECOND;

  private final boolean reserves;
  private final boolean reciprocates;
  private final int most;
  private final FirstSeen guests = new FirstSeen();
  private final List<Channel> holders = new ArrayList<>();
  private final List<Channel> waiting = new ArrayList<>();
  private final List<Channel> last = new ArrayList<>();
  private final Riders riders = new Riders();
  private final GoodWill goodWill = new GoodWill();
  private int guested;
  private double slots;
  private long closed = LEAST_CLOSED;
  private long closedUntil;
  private long lookedAt = Long.MIN_VALUE / 2;
  private long turnedAt = Long.MIN_VALUE / 2;

  /**
   * Makes the choking of one swarm.
   *
   * @param pieces {@link SwarmPolicy.Piece#GUESTS}: newcomers are served above the slots; {@link
   *     SwarmPolicy.Piece#RECIPROCITY}: who never gives is served with what is left
   * @param most neighbours served at a time at the most, newcomers among them; 0 for no such bound
   */
  public HelperSlots(Set<SwarmPolicy.Piece> pieces, int most) {
    this.reserves = pieces.contains(SwarmPolicy.Piece.GUESTS);
    this.reciprocates = pieces.contains(SwarmPolicy.Piece.RECIPROCITY);
    this.most = most > 0 ? most : Integer.MAX_VALUE;
    this.slots = Math.min(FIRST_SLOTS, this.most);
  }

  @Override
  public long interval() {
    return LOOK;
  }

  @Override
  public void decide(List<Channel> neighbours, long now) {
    if (reciprocates) {
      riders.look(neighbours, now);
      goodWill.look(neighbours, now);
    }
    sort(neighbours, now);
    if (now - lookedAt >= LOOK) {
      lookedAt = now;
      adapt(neighbours, now);
    }
    int room = room();
    if (now - turnedAt >= TURN && !waiting.isEmpty() && holders.size() >= room) {
      turnedAt = now;
      room = Math.max(0, room - 1);
    }
    while (holders.size() > room) {
      holders.remove(holders.size() - 1).choke(true, now);
    }
    // Who asks for nothing does not keep out those who would.
    for (int i = holders.size() - 1; i >= 0 && i >= room - waiting.size(); i--) {
      if (holders.get(i).service().isIdle(now)) {
        holders.remove(i).choke(true, now);
      }
    }
    int free = room() - holders.size();
    for (int i = 0; i < waiting.size() && i < free; i++) {
      waiting.get(i).choke(false, now);
    }
    serveRiders(free - waiting.size(), now);
    if (reciprocates && (riders.areMany() || slots < 1) && hasNeeds(neighbours)) {
      // One that serves nobody must not be taken for a rider itself.
      goodWill.show(neighbours, most - served(neighbours), now);
    }
  }

  private static int served(List<Channel> neighbours) {
    int served = 0;
    for (Channel neighbour : neighbours) {
      served += neighbour.isChoked() ? 0 : 1;
    }
    return served;
  }

  /** Slots for those that are no guests. */
  private int room() {
    return Math.min((int) slots, most - guested - goodWill.count());
  }

  /** Guests are served; holders stand in the order of what they gave, those who wait by time. */
  private void sort(List<Channel> neighbours, long now) {
    holders.clear();
    waiting.clear();
    last.clear();
    guested = 0;
    for (Channel neighbour : neighbours) {
      if (goodWill.isShown(neighbour)) {
        continue;
      }
      if (riders.include(neighbour)) {
        last.add(neighbour);
      } else if (guested < slots / SLOTS_A_GUEST - 0.5 && isGuest(neighbour, now)) {
        guested++;
        neighbour.choke(false, now);
      } else if (neighbour.isChoked()) {
        waiting.add(neighbour);
      } else {
        holders.add(neighbour);
      }
    }
    holders.sort(
        Comparator.comparing((Channel c) -> c.service().isIdle(now))
            .thenComparing(c -> -c.receiveRate(now)));

    waiting.sort(Comparator.comparingLong(c -> c.service().chokedAt()));
  }

  /** Riders get what is left when all others have had enough for a while, or there are none. */
  private void serveRiders(int free, long now) {
    boolean alone = guested == 0 && holders.isEmpty() && waiting.isEmpty();
    int places = most - guested - goodWill.count() - holders.size() - waiting.size();
    for (Channel rider : last) {
      boolean left = free > 0 && places > 0 && !rider.swarm().gauge().isMeasured(now);
      boolean served = left && (alone || Riders.hasWaited(rider, now));
      rider.choke(!served, now);
      places--;
    }
  }

  private boolean isGuest(Channel neighbour, long now) {
    if (!reserves || now - neighbour.openedAt() >= NEW) {
      return false;
    }
    InetAddress address = neighbour.address().getAddress();
    Long before = guests.get(address);
    if (before == null || now - before >= NEW_AGAIN) {
      guests.put(address, neighbour.openedAt());
      return true;
    }
    return before == neighbour.openedAt();
  }

  private void adapt(List<Channel> neighbours, long now) {
    long queue = UploadGauge.shown(neighbours, now);
    if (slots < 1) {
      slots = now >= closedUntil ? 1 : 0;
    } else if (mayBeWeak(neighbours)
        && (isWeak(neighbours, now) || (queue > STRAIN && slots < 2))) {
      // Even one is too many for this line: it is left to our own requests, longer each time.
      slots = 0;
      closedUntil = now + closed;
      closed = Math.min(closed * 2, MOST_CLOSED);
    } else if (queue > STRAIN) {
      slots = Math.max(1, Math.min(slots, holders.size()) * 0.75);
    } else if (queue < EASE && holders.size() >= (int) slots) {
      slots = Math.min(most, slots + Math.max(1, slots / 2));
    }
  }

  /** Who receives himself keeps his line for that, unless it has carried enough for more. */
  private static boolean mayBeWeak(List<Channel> neighbours) {
    return hasNeeds(neighbours) && neighbours.get(0).swarm().gauge().carried() < weak(neighbours);
  }

  /** Whether we receive ourselves: who makes the stream keeps his line for nothing else. */
  private static boolean hasNeeds(List<Channel> neighbours) {
    return !neighbours.isEmpty() && neighbours.get(0).swarm().playout() != null;
  }

  /** Bytes a second, below which our line is weak for this stream. */
  private static double weak(List<Channel> neighbours) {
    return Math.min(WEAK, WEAK_SHARE * neighbours.get(0).swarm().playout().bytesPerSecond());
  }

  /**
   * Whether all that we send is of little use although somebody waits for it. A line so weak has
   * hardly room for our own requests and acknowledgements.
   */
  private boolean isWeak(List<Channel> neighbours, long now) {
    boolean awaited = false;
    long sent = 0;
    for (Channel neighbour : neighbours) {
      sent += neighbour.sendRate(now);
      awaited |=
          !neighbour.isChoked()
              && neighbour.uploads().hasWork()
              && now - neighbour.service().servedSince() > SETTLED;
    }
    UploadGauge gauge = neighbours.get(0).swarm().gauge();
    boolean narrow = gauge.isMeasured(now) && gauge.capacity(now) < weak(neighbours);
    boolean queued = UploadGauge.shown(neighbours, now) > STRAIN;
    return (narrow && queued) || (awaited && sent < weak(neighbours));
  }
}

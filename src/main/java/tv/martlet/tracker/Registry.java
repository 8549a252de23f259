package tv.martlet.tracker;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The peers and swarms themselves, with every count capped; the rules are in {@link SwarmStore}.
 */
final class Registry {
  private final StoreLimits limits;

  /** In the order of the latest good request, so that who is due stands first. */
  private final Map<String, PeerEntry> peers = new LinkedHashMap<>();

  private final Map<String, Swarm> swarms = new HashMap<>();
  private final Map<InetAddress, Integer> peersOfSite = new HashMap<>();

  /** Who left lately: a LEAVE whose answer was lost is repeated after the peer is gone. */
  private final Map<String, PeerEntry.Replay> left =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PeerEntry.Replay> eldest) {
          return size() > limits.peers();
        }
      };

  private int memberships;

  Registry(StoreLimits limits) {
    this.limits = limits;
  }

  PeerEntry peer(String peerId) {
    return peers.get(peerId);
  }

  boolean roomFor(PeerEntry entry) {
    return peers.size() < limits.peers()
        && peersOfSite.getOrDefault(entry.site(), 0) < limits.peersPerSource();
  }

  void add(PeerEntry entry) {
    peers.put(entry.peerId(), entry);
    peersOfSite.merge(entry.site(), 1, Integer::sum);
  }

  /** Moves a peer behind all others whose timers run out before its own. */
  void touched(PeerEntry entry) {
    peers.remove(entry.peerId());
    peers.put(entry.peerId(), entry);
  }

  void remove(PeerEntry entry) {
    entry.terminate();
    List.copyOf(entry.memberships.values()).forEach(this::leave);
    peers.remove(entry.peerId());
    peersOfSite.computeIfPresent(entry.site(), (site, count) -> count == 1 ? null : count - 1);
  }

  /** Removes a peer that left its last swarm, and remembers the request by which it did. */
  void removeLeaver(PeerEntry entry, PeerEntry.Replay done) {
    remove(entry);
    left.remove(entry.peerId());
    left.put(entry.peerId(), done);
  }

  boolean leftWith(String peerId, PeerEntry.Replay asked) {
    return asked.equals(left.get(peerId));
  }

  /** RFC 7846 §2.3.2 (D): cleans what is known of each peer whose timer has run out. */
  int expire(long now) {
    int gone = 0;
    Iterator<PeerEntry> eldest = peers.values().iterator();
    while (eldest.hasNext()) {
      PeerEntry entry = eldest.next();
      if (!entry.due(now)) {
        break;
      }
      remove(entry);
      eldest = peers.values().iterator();
      gone++;
    }
    return gone;
  }

  /** Joins, or changes the mode of who is in already; null where a limit is reached. */
  Membership join(PeerEntry entry, SwarmAction action, long now) {
    String key = MessageParts.key(action.swarmId());
    Membership there = entry.memberships.get(key);
    if (there != null) {
      there.mode(action.mode());
      return there;
    }
    Swarm swarm = swarms.get(key);
    if (memberships >= limits.memberships()
        || entry.memberships.size() >= StoreLimits.SWARMS_PER_PEER
        || (swarm == null && swarms.size() >= limits.swarms())
        || (swarm != null && swarm.size() >= limits.peersPerSwarm())) {
      return null;
    }
    if (swarm == null) {
      swarm = new Swarm(key);
      swarms.put(key, swarm);
    }
    Membership fresh = new Membership(entry, swarm, action.mode(), now);
    swarm.add(fresh);
    entry.memberships.put(swarm.id(), fresh);
    memberships++;
    return fresh;
  }

  void leave(Membership membership) {
    Swarm swarm = membership.swarm();
    swarm.remove(membership);
    membership.peer().memberships.remove(swarm.id());
    memberships--;
    if (swarm.size() == 0) {
      swarms.remove(swarm.id());
    }
  }

  int peerCount() {
    return peers.size();
  }

  int membershipCount() {
    return memberships;
  }

  int leftCount() {
    return left.size();
  }

  Collection<Swarm> swarms() {
    return swarms.values();
  }
}

package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Addresses of peers that may be dialled, and those that must not be for a while. Bounded. */
final class Candidates {
  private static final int MAX = 512;
  private static final long FIRST_RETRY = 1_000_000;
  private static final long LAST_RETRY = 60_000_000;

  /** Where an address came from. */
  enum Source {
    /** A tracker, the swarm's URI, the user. */
    TRUSTED,
    /** Another peer (RFC 7574 §3.10). */
    EXCHANGED
  }

  private static final class Candidate {
    Source source;
    int failures;
    long notBefore;
    boolean banned;
    boolean connected;
    long list; // the latest that it stood in
    int rank;
  }

  private final Map<InetSocketAddress, Candidate> all = new LinkedHashMap<>();
  private final List<InetSocketAddress> eligible = new ArrayList<>();
  private final RandomGenerator random;
  private long lists;

  Candidates(RandomGenerator random) {
    this.random = random;
  }

  /** Learns an address; over the bound one that is of no use now makes room, or it is refused. */
  void offer(InetSocketAddress address, Source source, long now) {
    if (!isHost(address)) {
      return;
    }
    Candidate known = all.get(address);
    if (known != null) {
      if (source == Source.TRUSTED) {
        known.source = source;
      }
      return;
    }
    if (all.size() >= MAX && !makeRoom(now)) {
      return;
    }
    Candidate candidate = new Candidate();
    candidate.source = source;
    candidate.notBefore = now;
    all.put(address, candidate);
  }

  /** Learns what a tracker names, the best first. */
  void offerList(List<InetSocketAddress> addresses, long now) {
    lists++;
    for (int i = 0; i < addresses.size(); i++) {
      offer(addresses.get(i), Source.TRUSTED, now);
      Candidate candidate = all.get(addresses.get(i));
      if (candidate != null) {
        candidate.list = lists;
        candidate.rank = i;
      }
    }
  }

  /** Whether a tracker has named any yet. */
  boolean hasList() {
    return lists > 0;
  }

  /** Whether it stands in the latest list. */
  boolean isListed(InetSocketAddress address) {
    Candidate candidate = all.get(address);
    return candidate != null && candidate.list == lists;
  }

  /** The best of the latest list that may be dialled now, null if there is none. */
  InetSocketAddress best(long now) {
    InetSocketAddress best = null;
    int rank = Integer.MAX_VALUE;
    for (Map.Entry<InetSocketAddress, Candidate> entry : all.entrySet()) {
      Candidate candidate = entry.getValue();
      boolean free = !candidate.connected && candidate.notBefore <= now;
      if (free && lists > 0 && candidate.list == lists && candidate.rank < rank) {
        rank = candidate.rank;
        best = entry.getKey();
      }
    }
    return best;
  }

  /** One host that can be sent to: neither a group nor a broadcast nor nobody. */
  private static boolean isHost(InetSocketAddress address) {
    return !address.isUnresolved()
        && address.getPort() != 0
        && !address.getAddress().isMulticastAddress()
        && !address.getAddress().isAnyLocalAddress()
        && !address.getAddress().getHostAddress().equals("255.255.255.255");
  }

  private boolean makeRoom(long now) {
    return all.values().removeIf(c -> !c.connected && c.notBefore <= now && c.failures > 0)
        || all.values().removeIf(c -> !c.connected && !c.banned && c.source == Source.EXCHANGED)
        || all.values().removeIf(c -> !c.connected && !c.banned && c.list > 0 && c.list < lists);
  }

  /** A random address that may be dialled now, null if there is none. */
  InetSocketAddress next(long now, boolean exchangedToo) {
    eligible.clear();
    for (Map.Entry<InetSocketAddress, Candidate> entry : all.entrySet()) {
      Candidate candidate = entry.getValue();
      boolean source = exchangedToo || candidate.source == Source.TRUSTED;
      if (!candidate.connected && candidate.notBefore <= now && source) {
        eligible.add(entry.getKey());
      }
    }
    return eligible.isEmpty() ? null : eligible.get(random.nextInt(eligible.size()));
  }

  /** It is being dialled or has dialled us: not eligible until it fails or is closed. */
  void connected(InetSocketAddress address, long now) {
    if (!all.containsKey(address) && all.size() >= MAX && !makeRoom(now)) {
      return; // a stranger that nobody needs to know once it has gone
    }
    Candidate candidate = all.computeIfAbsent(address, a -> unknown(now));
    candidate.connected = true;
    candidate.banned &= candidate.notBefore > now;
  }

  private static Candidate unknown(long now) {
    Candidate candidate = new Candidate();
    candidate.source = Source.EXCHANGED;
    candidate.notBefore = now;
    return candidate;
  }

  /** No answer: tried again later, each time much later. */
  void failed(InetSocketAddress address, long now) {
    Candidate candidate = all.get(address);
    if (candidate == null) {
      return;
    }
    candidate.connected = false;
    long wait = Math.min(LAST_RETRY, FIRST_RETRY << Math.min(candidate.failures++, 6));
    candidate.notBefore = Math.max(candidate.notBefore, now + wait + random.nextLong(wait / 2));
  }

  /** The channel was closed in order: may be dialled again soon. */
  void closed(InetSocketAddress address, long now) {
    Candidate candidate = all.get(address);
    if (candidate != null) {
      candidate.connected = false;
      candidate.failures = 0;
      candidate.notBefore = Math.max(candidate.notBefore, now + FIRST_RETRY);
    }
  }

  /** Neither dialled nor answered until then. */
  void ban(InetSocketAddress address, long until) {
    if (!all.containsKey(address) && all.size() >= MAX && !makeRoom(until)) {
      all.remove(all.keySet().iterator().next());
    }
    Candidate candidate = all.computeIfAbsent(address, a -> unknown(until));
    candidate.connected = false;
    candidate.banned = true;
    candidate.notBefore = until;
  }

  boolean isBanned(InetSocketAddress address, long now) {
    Candidate candidate = all.get(address);
    return candidate != null && candidate.banned && candidate.notBefore > now;
  }

  boolean isExchanged(InetSocketAddress address) {
    Candidate candidate = all.get(address);
    return candidate == null || candidate.source == Source.EXCHANGED;
  }

  int size() {
    return all.size();
  }
}

package tv.martlet.tracker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The members of one swarm, in a list with no order so that a random one is found at once. */
final class Swarm {
  private final String id;
  private final List<Membership> members = new ArrayList<>();

  /** By what means a list is chosen, and when. */
  record Choosing(PeerRanking ranking, RandomGenerator random, long now) {}

  Swarm(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  int size() {
    return members.size();
  }

  void add(Membership membership) {
    membership.index = members.size();
    members.add(membership);
  }

  /** The last one takes the place of the one that goes. */
  void remove(Membership membership) {
    Membership last = members.remove(members.size() - 1);
    if (last != membership) {
      last.index = membership.index;
      members.set(last.index, last);
    }
  }

  /** At most {@code most} members without repetition, in random order. */
  private List<Membership> sample(int most, RandomGenerator random) {
    Set<Integer> chosen = new LinkedHashSet<>();
    int size = members.size();
    // Floyd's way: each round adds exactly one, so it ends after `most` rounds.
    for (int top = Math.max(0, size - most); top < size; top++) {
      if (!chosen.add(random.nextInt(top + 1))) {
        chosen.add(top);
      }
    }
    List<Membership> sample = new ArrayList<>(chosen.size());
    for (int index : chosen) {
      sample.add(members.get(index));
    }
    shuffle(sample, random);
    return sample;
  }

  private static void shuffle(List<Membership> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Membership other = list.set(random.nextInt(i + 1), list.get(i));
      list.set(i, other);
    }
  }

  /** RFC 7846 §4.1.1: the list for one member of the swarm, without itself. */
  List<Response.PeerInfo> list(Membership asker, int wanted, Choosing choosing) {
    Map<String, Membership> known = new HashMap<>();
    List<Candidate> candidates = new ArrayList<>();
    for (Membership one : sample(StoreLimits.SAMPLE, choosing.random())) {
      PeerEntry peer = one.peer();
      List<PeerAddress> visible =
          AddressBook.visible(peer.addresses(), peer.source(), asker.peer().source());
      if (one != asker && !visible.isEmpty()) {
        known.put(peer.peerId(), one);
        candidates.add(peer.candidate(one, visible, choosing.now()));
      }
    }
    if (candidates.isEmpty() || wanted <= 0) {
      return List.of();
    }
    Candidate self = asker.peer().candidate(asker, asker.peer().addresses(), choosing.now());
    return choosing.ranking().pick(List.copyOf(candidates), self, wanted, choosing.now()).stream()
        .limit(wanted)
        .map(pick -> told(pick, known, choosing.now()))
        .toList();
  }

  private static Response.PeerInfo told(Candidate pick, Map<String, Membership> known, long now) {
    known.get(pick.peer().peerId()).told().add(now);
    return new Response.PeerInfo(pick.peer().peerId(), pick.peer().addresses());
  }
}

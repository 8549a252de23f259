package tv.martlet.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A candidate in the making: settled, far from others, of unknown upload, until told otherwise. */
record Box(
    String id,
    PeerMode mode,
    InetAddress source,
    Said said,
    List<PeerAddress> addresses,
    Seen seen) {
  static final long NOW = 1_000_000;

  /**
   * What a peer says of itself: kbit/s announced, bit/s spare (-1 for none), links, NAT, online.
   */
  record Said(
      OptionalInt kbps, long spare, int links, Optional<NatAbility> nat, OptionalInt online) {
    static final Said NOTHING =
        new Said(OptionalInt.empty(), -1, 0, Optional.empty(), OptionalInt.empty());
  }

  private static final long GIVEN = 1_000_000;

  record Seen(long joined, int told) {}

  static Box named(String id) {
    int n = Math.floorMod(id.hashCode(), 200);
    return new Box(
        id,
        PeerMode.LEECH,
        ip((20 + n) + ".1.1.1"),
        Said.NOTHING,
        List.of(),
        new Seen(NOW - 600_000, 0));
  }

  static List<Candidate> many(int count, long spare) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(named("p" + i).spare(spare).made());
    }
    return all;
  }

  static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private Box with(Said other) {
    return new Box(id, mode, source, other, addresses, seen);
  }

  Box seeder() {
    return new Box(id, PeerMode.SEEDER, source, said, addresses, seen);
  }

  Box spare(long bps) {
    return with(new Said(said.kbps, bps, said.links, said.nat, said.online));
  }

  Box announces(int kbps) {
    return with(new Said(OptionalInt.of(kbps), said.spare, said.links, said.nat, said.online));
  }

  Box links(int links) {
    return with(new Said(said.kbps, said.spare, links, said.nat, said.online));
  }

  Box nat(NatAbility nat) {
    return with(new Said(said.kbps, said.spare, said.links, Optional.of(nat), said.online));
  }

  Box online(int seconds) {
    return with(new Said(said.kbps, said.spare, said.links, said.nat, OptionalInt.of(seconds)));
  }

  /** Seen at {@code from}, announcing {@code own} besides. */
  Box at(String from, String... own) {
    List<PeerAddress> all = new ArrayList<>();
    for (String one : own) {
      all.add(PeerAddress.host(new InetSocketAddress(ip(one), 6778)));
    }
    return new Box(id, mode, ip(from), said, all, seen);
  }

  Box age(int seconds) {
    return new Box(id, mode, source, said, addresses, new Seen(NOW - 1000L * seconds, seen.told));
  }

  Box told(int lists) {
    return new Box(id, mode, source, said, addresses, new Seen(seen.joined, lists));
  }

  Candidate made() {
    Optional<StreamStats> stats =
        said.spare < 0
            ? Optional.empty()
            : Optional.of(new StreamStats("aa", GIVEN, 0, said.spare, said.links));
    PeerNum self =
        new PeerNum(
            OptionalInt.of(29), said.nat, OptionalInt.of(said.links), said.online, said.kbps);
    return new Candidate(
        new Candidate.Identity(id, source, addresses, Optional.of(self)),
        mode,
        stats,
        seen.joined,
        seen.told);
  }
}

package tv.martlet.sim;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.random.RandomGenerator;
import tv.martlet.tracker.Candidate;
import tv.martlet.tracker.NatAbility;
import tv.martlet.tracker.PeerAddress;
import tv.martlet.tracker.PeerMode;
import tv.martlet.tracker.PeerNum;
import tv.martlet.tracker.PeerRanking;
import tv.martlet.tracker.StreamStats;
import tv.martlet.tracker.Tellings;

/**
 * The tracker's knowledge of one swarm, without its sockets: the same ranking as the real one's.
 */
final class Rendezvous {
  private static final int SAMPLE = 256;

  /** One that has registered. */
  static final class Member {
    private final Host host;
    private final PeerMode mode;
    private final long since;
    private StreamStats stats;
    private long capacity; // bit/s, as last said; 0 for unknown
    private final Tellings told = new Tellings();

    private Member(Host host, PeerMode mode, long since) {
      this.host = host;
      this.mode = mode;
      this.since = since;
    }

    /** What the peer says of its traffic, as in a STAT_REPORT (RFC 7846 §4.1.4). */
    void report(StreamStats latest) {
      stats = latest;
    }
  }

  private final PeerRanking ranking;
  private final RandomGenerator random;
  private final List<Member> members = new ArrayList<>();

  Rendezvous(PeerRanking ranking, RandomGenerator random) {
    this.ranking = ranking;
    this.random = random;
  }

  Member register(Host host, PeerMode mode, long now) {
    Member member = new Member(host, mode, now);
    members.add(member);
    return member;
  }

  void remove(Member member) {
    members.remove(member);
  }

  /** The list that an asker gets, best first. */
  List<InetSocketAddress> ask(Member asker, int wanted, long now) {
    List<Member> others = new ArrayList<>(members);
    others.remove(asker);
    asker.capacity = asker.host.engine().uploadCapacity(now);
    if (others.isEmpty()) {
      return List.of();
    }
    Collections.shuffle(others, new Random(random.nextLong()));
    List<Member> sample = others.subList(0, Math.min(SAMPLE, others.size()));
    List<Candidate> candidates = new ArrayList<>();
    for (Member member : sample) {
      candidates.add(candidate(member, now));
    }
    List<Candidate> picked = ranking.pick(candidates, candidate(asker, now), wanted, now / 1000);
    List<InetSocketAddress> list = new ArrayList<>();
    for (Candidate candidate : picked.subList(0, Math.min(wanted, picked.size()))) {
      sample.get(candidates.indexOf(candidate)).told.add(now / 1000);
      list.add(candidate.peer().addresses().get(0).socket());
    }
    return list;
  }

  private static Candidate candidate(Member member, long now) {
    Host host = member.host;
    PeerNum self =
        new PeerNum(
            OptionalInt.empty(),
            Optional.of(host.nat() == null ? NatAbility.NO_NAT : NatAbility.STUN),
            OptionalInt.of(member.stats == null ? 0 : member.stats.links()),
            OptionalInt.of((int) ((now - member.since) / 1_000_000)),
            member.capacity == 0
                ? OptionalInt.empty()
                : OptionalInt.of((int) (member.capacity / 1000)));
    Candidate.Identity identity =
        new Candidate.Identity(
            host.site().address().toString(),
            host.outside(),
            List.of(PeerAddress.host(host.reachedAt())),
            Optional.of(self));
    return new Candidate(
        identity,
        member.mode,
        Optional.ofNullable(member.stats),
        member.since / 1000,
        member.told.count(now / 1000));
  }
}

package tv.martlet.tracker;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One registered peer ID: its state with the timer that goes with it, and its swarms. */
final class PeerEntry {
  private final String peerId;
  private final Source owner;
  private final InetAddress site;
  final Map<String, Membership> memberships = new HashMap<>();
  private PeerState state = PeerState.START;
  private long deadline;
  private InetAddress source;
  private List<PeerAddress> addresses = List.of();
  private Optional<PeerNum> self = Optional.empty();
  private Optional<Replay> replay = Optional.empty();

  /** A CONNECT that was carried out; the same again is answered without doing it again. */
  record Replay(String transactionId, int content) {
    static Replay of(Request.Connect connect) {
      return new Replay(connect.transactionId(), connect.hashCode());
    }
  }

  PeerEntry(String peerId, Source owner) {
    this.peerId = peerId;
    this.owner = owner;
    source = Reach.plain(owner.socket().getAddress());
    site = Reach.site(source);
  }

  /** RFC 7846 §2.3.1 (1): START to PEER REGISTERED, starts the init timer. */
  void register(long now, StorePolicy policy) {
    move(PeerState.START, PeerState.PEER_REGISTERED, now + policy.initTimer().toMillis());
  }

  /** RFC 7846 §2.3.1 (2a): stops the init timer, starts the track timer. */
  void track(long now, StorePolicy policy) {
    move(PeerState.PEER_REGISTERED, PeerState.TRACKING, now + policy.trackTimer().toMillis());
  }

  /** RFC 7846 §2.3.1 (3, 4): a good request resets the track timer. */
  void touch(long now, StorePolicy policy) {
    move(PeerState.TRACKING, PeerState.TRACKING, now + policy.trackTimer().toMillis());
  }

  /** RFC 7846 §2.3.2 (A, B, D) and Table 6. */
  void terminate() {
    state = PeerState.TERMINATE;
  }

  private void move(PeerState from, PeerState to, long newDeadline) {
    if (state != from) {
      throw new IllegalStateException("from " + state + " to " + to);
    }
    state = to;
    deadline = newDeadline;
  }

  boolean due(long now) {
    return deadline - now <= 0;
  }

  /**
   * Whether the requester may speak for this peer ID. Peer IDs stand in every list: without this,
   * any reader of a list could make its peers leave.
   */
  boolean ownedBy(Source requester) {
    if (!owner.principal().isEmpty() || !requester.principal().isEmpty()) {
      return owner.principal().equals(requester.principal());
    }
    InetAddress ip = Reach.plain(requester.socket().getAddress());
    return Reach.site(ip).equals(site)
        || addresses.stream().anyMatch(known -> known.ip().equals(ip));
  }

  /** Takes what a CONNECT says of the peer; what it leaves out stays as it was. */
  void describe(Request.Connect connect, Source from) {
    source = Reach.plain(from.socket().getAddress());
    if (!connect.addresses().isEmpty()) {
      addresses = AddressBook.keep(connect.addresses(), source);
    }
    describe(connect.peerNum());
  }

  void describe(Optional<PeerNum> said) {
    if (said.isPresent()) {
      self = said;
    }
  }

  void remember(Replay done) {
    replay = Optional.of(done);
  }

  boolean did(Replay asked) {
    return replay.isPresent() && replay.get().equals(asked);
  }

  Candidate candidate(Membership in, List<PeerAddress> visible, long now) {
    return new Candidate(
        new Candidate.Identity(peerId, source, visible, self),
        in.mode(),
        in.stats(),
        in.joinedMillis(),
        in.told().count(now));
  }

  String peerId() {
    return peerId;
  }

  InetAddress site() {
    return site;
  }

  InetAddress source() {
    return source;
  }

  PeerState state() {
    return state;
  }

  List<PeerAddress> addresses() {
    return addresses;
  }
}

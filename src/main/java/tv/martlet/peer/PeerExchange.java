package tv.martlet.peer;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/** Addresses of neighbours asked for and given (RFC 7574 §3.10, §8.13). One a swarm. */
final class PeerExchange {
  private static final int MAX_GIVEN = 8;
  private static final int MAX_TAKEN = 16;
  private static final long GIVE_INTERVAL = 5_000_000;
  private static final long ASK_INTERVAL = 30_000_000;

  /** §3.10.1: peers given MUST have been heard of in the last 60 seconds. */
  private static final long LIVELY = 60_000_000;

  private final Swarm swarm;
  private final RandomGenerator random;
  private long askedAt;

  PeerExchange(Swarm swarm, RandomGenerator random, long now) {
    this.swarm = swarm;
    this.random = random;
    this.askedAt = now;
  }

  private boolean allows(Channel channel) {
    return switch (swarm.settings().exchange()) {
      case OFF -> false;
      case PRIVATE -> isPrivate(channel.address().getAddress());
      case ANY -> true;
    };
  }

  void opened(Channel channel, long now) {
    if (wantsMore()) {
      ask(channel, now);
    }
  }

  private boolean wantsMore() {
    return swarm.neighbours().size() < swarm.settings().wantedNeighbours();
  }

  /** Asks a random neighbour now and then while neighbours are few. */
  void tick(long now) {
    int count = swarm.neighbours().size();
    if (count > 0 && wantsMore() && now - askedAt >= ASK_INTERVAL) {
      ask(swarm.neighbours().get(random.nextInt(count)), now);
    }
  }

  private void ask(Channel channel, long now) {
    if (allows(channel)) {
      askedAt = now;
      channel.peers().expect(MAX_TAKEN);
      channel.writer().askForPeers();
      swarm.touch(channel);
    }
  }

  /** PEX_REQ: answered from time to time, with a few lively neighbours. */
  void requested(Channel from, long now) {
    if (!allows(from) || !from.peers().mayGive(now, GIVE_INTERVAL)) {
      return;
    }
    boolean insider = isPrivate(from.address().getAddress());
    int given = 0;
    int count = swarm.neighbours().size();
    int start = count == 0 ? 0 : random.nextInt(count);
    for (int i = 0; i < count && given < MAX_GIVEN; i++) {
      Channel neighbour = swarm.neighbours().get((start + i) % count);
      boolean lively = now - neighbour.heardAt() <= LIVELY;
      // §8.13: private addresses MUST NOT be given to those outside
      boolean fit = insider || !isPrivate(neighbour.address().getAddress());
      if (neighbour != from && lively && fit) {
        from.writer().offer(neighbour.address());
        given++;
      }
    }
    swarm.touch(from);
  }

  /** PEX_RESv4 or v6: taken only when asked for, and not too many (§12.2.1). */
  void learned(Channel from, InetSocketAddress address, long now) {
    // What a host says of its own loopback is of use on that host alone.
    boolean elsewhere =
        address.getAddress().isLoopbackAddress()
            && !from.address().getAddress().isLoopbackAddress();
    if (allows(from) && from.peers().takes() && !elsewhere) {
      swarm.candidates().offer(address, Candidates.Source.EXCHANGED, now);
      swarm.neighbourhood().wake(now);
    }
  }

  /** Private, unique-local, link-local, loopback or multicast (RFC 1918, 4193, 4291). */
  static boolean isPrivate(InetAddress address) {
    boolean uniqueLocal =
        address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return uniqueLocal
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isLoopbackAddress()
        || address.isMulticastAddress();
  }
}

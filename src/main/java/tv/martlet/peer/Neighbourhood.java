package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is dialled, who is let in, and what becomes of handshakes that nobody answers. One a swarm.
 */
final class Neighbourhood extends Timed {
  private static final long TICK = 500_000;
  private static final int MAX_GREETINGS = 4;

  /** After so long without a datagram a neighbour that sent chunks is greeted anew. */
  private static final long MISSED = 2_000_000;

  /** Answered handshakes whose sender has not proven its address yet (RFC 7574 §12.1.2). */
  private static final int MAX_HALF_OPEN = 64;

  /** A channel that lived for less counts as failed: who closes it at once would be dialled on. */
  private static final long SETTLED = 10_000_000;

  private final Swarm swarm;
  private final Engine engine;
  private final Candidates candidates;
  private final List<Channel> greeting = new ArrayList<>();
  private final Rewiring rewiring;
  private long chokedAt;

  Neighbourhood(Swarm swarm, Engine engine, Candidates candidates, long now) {
    this.swarm = swarm;
    this.engine = engine;
    this.candidates = candidates;
    this.rewiring = new Rewiring(swarm, engine, candidates, now);
    this.chokedAt = now;
  }

  /** New addresses may be there: dials soon. */
  void wake(long now) {
    engine.schedule(this, now);
  }

  @Override
  void expire(long now) {
    dial(now);
    rewire(now);
    knock(now);
    if (now - chokedAt >= swarm.policy().choking().interval()) {
      chokedAt = now;
      swarm.policy().choking().decide(swarm.neighbours(), now);
    }
    engine.gauge().look(UploadGauge.shown(swarm.neighbours(), now), now);
    remind();
    swarm.exchange().tick(now);
    engine.schedule(this, now + TICK);
  }

  private void dial(long now) {
    int wanted = Math.min(swarm.settings().wantedNeighbours(), swarm.settings().maxNeighbours());
    while (swarm.neighbours().size() + dialling() < wanted && engine.hasRoom()) {
      // §12.2.3: part of the neighbours must come from the tracker, so not all from exchange
      boolean exchangedToo = exchanged() < (wanted + 1) / 2;
      InetSocketAddress address = candidates.next(now, exchangedToo);
      if (address == null) {
        return;
      }
      greet(address, now);
    }
  }

  private void greet(InetSocketAddress address, long now) {
    candidates.connected(address, now);
    greeting.add(engine.dial(swarm, address, now));
  }

  private void rewire(long now) {
    InetSocketAddress better = engine.hasRoom() ? rewiring.next(now) : null;
    if (better != null) {
      greet(better, now);
    }
  }

  /** Whether the trackers are to be asked for a list now. */
  boolean wantsList(long now) {
    return rewiring.wantsList(now);
  }

  /**
   * Greets neighbours anew that have sent chunks and then fallen silent. One that was killed and
   * has started again knows neither our channel nor us, and §3.12's three minutes are too long to
   * miss a live stream for; one that only has nothing to say answers, and the new channel takes the
   * place of the old.
   */
  private void knock(long now) {
    for (int i = 0; i < swarm.neighbours().size() && engine.hasRoom(); i++) {
      Channel channel = swarm.neighbours().get(i);
      if (isMissed(channel, now) && greeting(channel.address()) == null) {
        greeting.add(engine.dial(swarm, channel.address(), now));
      }
    }
  }

  /** Silent although it has sent chunks, has not choked us, and more are wanted. */
  private boolean isMissed(Channel channel, long now) {
    return now - channel.heardAt() > MISSED
        && channel.chunksReceived() > 0
        && !channel.serviceToUs().isChoked()
        && !swarm.interest().isSated();
  }

  /** Says again to neighbours that they are unchoked if they seem not to know. */
  private void remind() {
    for (int i = 0; i < swarm.neighbours().size(); i++) {
      Channel channel = swarm.neighbours().get(i);
      if (swarm.lacks(channel.remote()) && channel.service().remind()) {
        swarm.touch(channel);
      }
    }
  }

  private int dialling() {
    int count = 0;
    for (Channel channel : greeting) {
      count += channel.isDialled() ? 1 : 0;
    }
    return count;
  }

  private int exchanged() {
    int count = 0;
    for (Channel channel : swarm.neighbours()) {
      count += candidates.isExchanged(channel.address()) && channel.isDialled() ? 1 : 0;
    }
    return count;
  }

  /** Whether a stranger's handshake is answered. */
  boolean welcomes(InetSocketAddress address, long now) {
    int strangers = 0;
    for (Channel channel : swarm.neighbours()) {
      strangers += channel.isDialled() ? 0 : 1;
    }
    int halfOpen = greeting.size() - dialling();
    // §12.6.1 HS.1: strangers must not fill all slots of one who must dial himself
    int max = swarm.settings().maxNeighbours();
    int room = swarm.interest().isSated() ? max : max - max / 4;
    return strangers + halfOpen < room
        && halfOpen < MAX_HALF_OPEN
        && swarm.mayTakeMore()
        && engine.hasRoom()
        && !candidates.isBanned(address, now);
  }

  void answered(Channel channel) {
    greeting.add(channel);
  }

  void opened(Channel channel, long now) {
    greeting.remove(channel);
    Channel twin = twin(channel);
    if (candidates.isBanned(channel.address(), now)) {
      swarm.close(channel, false, now); // half open when it lied on another channel
    } else if (twin == null && !swarm.mayTakeMore()) {
      swarm.close(channel, true, now); // the last place was taken while it was half open
    } else if (twin == null) {
      swarm.opened(channel, now);
    } else if (replaces(channel, twin, now) || prefers(channel, twin)) {
      swarm.opened(channel, now);
      swarm.close(twin, true, now);
    } else {
      swarm.close(channel, true, now);
    }
  }

  /** A neighbour that has started anew knows nothing of the channel that it had. */
  private static boolean replaces(Channel channel, Channel twin, long now) {
    boolean sameSide = channel.isDialled() == twin.isDialled();
    return sameSide || now - twin.createdAt() >= SETTLED;
  }

  /** Another open channel to the same address: both sides dialled at the same time. */
  private Channel twin(Channel channel) {
    for (Channel other : swarm.neighbours()) {
      if (other != channel && other.address().equals(channel.address())) {
        return other;
      }
    }
    return null;
  }

  /** Both sides know both ids of both channels, and so keep the same one. */
  private static boolean prefers(Channel a, Channel b) {
    int left = a.localId() ^ a.remoteId();
    int right = b.localId() ^ b.remoteId();
    return Integer.compareUnsigned(left, right) < 0;
  }

  /** The channel to this address that is not open yet, null if there is none. */
  Channel greeting(InetSocketAddress address) {
    for (Channel channel : greeting) {
      if (channel.address().equals(address)) {
        return channel;
      }
    }
    return null;
  }

  /** The channel with this id of ours that is not open yet, null if there is none. */
  Channel greetingOf(int localId) {
    for (Channel channel : greeting) {
      if (channel.localId() == localId) {
        return channel;
      }
    }
    return null;
  }

  void greetingTimedOut(Channel channel, long now) {
    if (channel.isDialled() && channel.greetings() < MAX_GREETINGS) {
      engine.greet(channel, now);
    } else {
      swarm.close(channel, false, now);
    }
  }

  void closed(Channel channel, boolean wasOpen, long now) {
    greeting.remove(channel);
    if (twin(channel) != null) {
      candidates.connected(channel.address(), now);
    } else if (wasOpen && now - channel.createdAt() >= SETTLED) {
      candidates.closed(channel.address(), now);
    } else if (wasOpen || channel.isDialled()) {
      candidates.failed(channel.address(), now);
    }
    // The place of one that has left is taken at once: a live stream does not wait.
    engine.schedule(this, wasOpen ? now : Math.min(deadline, now + TICK));
  }

  List<Channel> greeting() {
    return greeting;
  }
}

package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.wire.Handshake;
import tv.martlet.wire.MessageReader;
import tv.martlet.wire.MessageWriter;

/** Handshakes: writes ours, reads and answers those that come to channel 0 (RFC 7574 §3.1.1). */
final class Greeter {
  private static final int VERSION = 1;

  private final Engine engine;
  private final Outbox out;
  private final Handshake ours = new Handshake();
  private final Handshake theirs = new Handshake();

  Greeter(Engine engine, Outbox out) {
    this.engine = engine;
    this.out = out;
  }

  /** Sends the first datagram of a channel, again if need be. */
  void greet(Channel channel, long now) {
    channel.greet(now);
    Swarm swarm = channel.swarm();
    describe(swarm, channel.localId(), channel.isShortForm());
    // §7.3, §7.4: the initiator MUST include the minimum version and the swarm ID
    ours.minVersion(VERSION).swarmId(swarm.id());
    out.open(channel, 0);
    out.room(1 + ours.length()).handshake(ours);
    out.close();
  }

  /**
   * Options that both sides send (§3.1.1). The short form has none that an old peer would choke on.
   */
  private void describe(Swarm swarm, int localId, boolean shortForm) {
    SwarmMetadata metadata = swarm.content().metadata();
    ours.reset().sourceChannel(localId).version(VERSION).integrity(metadata.integrity());
    boolean bareTree =
        metadata.libswift() && metadata.integrity() == IntegrityMethod.UNIFIED_MERKLE_TREE;
    if (metadata.hashLength() > 0 && !(shortForm && bareTree)) {
      ours.hash(metadata.hash());
    }
    if (metadata.signature() != null) {
      ours.signature(metadata.signature());
    }
    ours.addressing(metadata.addressing());
    if (metadata.live()) {
      ours.discardWindow(window(metadata, swarm.store().capacity()));
    }
    if (!shortForm) {
      ours.chunkSize(metadata.chunkSize());
    }
  }

  /** §7.9: in chunks, or in bytes with byte ranges. */
  private static long window(SwarmMetadata metadata, long chunks) {
    boolean bytes = metadata.addressing() == ChunkAddressing.BYTES_64;
    return bytes ? chunks * metadata.chunkSize() : chunks;
  }

  /** A datagram to channel 0. Nothing is answered unless every check passes (§3.1.1 step 2). */
  void receive(ByteBuffer d, int offset, int length, InetSocketAddress from, long now) {
    MessageReader.Outcome outcome = MessageReader.readHandshake(d, offset, length, theirs);
    if (outcome != MessageReader.Outcome.OK) {
      engine.counters().malformed++;
      return;
    }
    if (theirs.closing()) {
      engine.refusedBy(from, now);
      return;
    }
    Swarm swarm = theirs.swarmIdLength() > 0 ? engine.swarm(theirs.swarmId()) : null;
    if (swarm == null || !fits(swarm, theirs) || theirs.minVersion() < 0) {
      engine.counters().refused++;
      return;
    }
    Channel own = swarm.neighbourhood().greetingOf(theirs.sourceChannel());
    if (own != null && own.isDialled()) {
      // Our own handshake came back, from whichever address: a tracker told us our own.
      swarm.candidates().ban(own.address(), now + swarm.settings().blacklistMicros());
      swarm.close(own, false, now);
      return;
    }
    answer(swarm, swarm.neighbourhood().greeting(from), from, length + Integer.BYTES, now);
  }

  private void answer(
      Swarm swarm, Channel greeting, InetSocketAddress from, int received, long now) {
    Channel channel = greeting;
    if (channel == null || channel.isDialled()) {
      if (!swarm.neighbourhood().welcomes(from, now)) {
        engine.counters().refused++;
        return;
      }
      channel = engine.admit(swarm, from, now);
    }
    channel.greeted(theirs, now);
    engine.schedule(channel, channel.nextDeadline());
    describe(swarm, channel.localId(), theirs.chunkSize() < 0);
    reply(channel, received);
  }

  /** The reply with news of what is here; never longer than what came in (§12.1.1). */
  private void reply(Channel channel, int received) {
    Swarm swarm = channel.swarm();
    out.open(channel);
    MessageWriter writer = out.room(1 + ours.length());
    writer.handshake(ours);
    if (channel.isChoked() && writer.length() < received) {
      writer.choke(); // before the neighbour asks in vain
    }
    int have = MessageWriter.rangeLength(swarm.format());
    ChunkRanges here = swarm.store().available();
    for (int i = here.count() - 1; i >= 0; i--) {
      // the newest first; one message a range, or the first bin of it
      if (writer.length() + have > received) {
        break;
      }
      long first = here.first(i);
      long last = swarm.format().addressing().expressibleLast(first, here.last(i));
      if (last >= first) {
        writer.have(first, last);
      }
    }
    if (writer.length() > received) {
      return; // a reply that would amplify is not sent
    }
    out.close();
  }

  /** Whether a handshake agrees with the swarm's metadata (§7); what is left out is not checked. */
  static boolean fits(Swarm swarm, Handshake theirs) {
    SwarmMetadata metadata = swarm.content().metadata();
    boolean versions = theirs.version() >= VERSION && theirs.minVersion() <= VERSION;
    boolean method = theirs.integrity() == metadata.integrity().code();
    boolean hash =
        theirs.hash() < 0 || metadata.hashLength() == 0 || theirs.hash() == metadata.hash().code();
    boolean signature =
        theirs.signature() < 0
            || (metadata.signature() != null && theirs.signature() == metadata.signature().code());
    boolean addressing = theirs.addressing() == metadata.addressing().code();
    boolean size = theirs.chunkSize() < 0 || theirs.chunkSize() == metadata.chunkSize();
    return versions && method && hash && signature && addressing && size;
  }

  /** Says goodbye: a HANDSHAKE with channel 0 and no options but the version (§8.4). */
  void farewell(Channel channel) {
    ours.reset();
    out.open(channel);
    out.room(1 + ours.length()).handshake(ours);
    out.close();
  }
}

package tv.martlet.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import tv.martlet.chunk.Integrity;
import tv.martlet.chunk.Integrity.Verdict;
import tv.martlet.wire.Handshake;
import tv.martlet.wire.MessageHandler;
import tv.martlet.wire.MessageReader;

/**
 * One datagram on a channel, message by message. Chunks are gathered and all of them checked before
 * the first is stored; one lie and none is.
 */
final class Reception implements MessageHandler {
  private static final int MAX_CHUNKS = 64;
  private static final long MAX_CHUNK = 1L << 62;

  private final Engine engine;
  private final Parking parking;
  private final MessageReader reader = new MessageReader();
  private final ArrivedChunk[] chunks = new ArrivedChunk[MAX_CHUNKS];
  private final Verdict[] verdicts = new Verdict[MAX_CHUNKS];
  private int count;
  private Channel channel;
  private Swarm swarm;
  private long now;

  Reception(Engine engine, Parking parking) {
    this.engine = engine;
    this.parking = parking;
    for (int i = 0; i < MAX_CHUNKS; i++) {
      chunks[i] = new ArrivedChunk();
    }
  }

  /** Messages behind the channel ID of a datagram from the channel's own address. */
  void receive(Channel from, ByteBuffer d, int offset, int length, long at) {
    channel = from;
    swarm = from.swarm();
    now = at;
    count = 0;
    from.heard(at);
    if (from.state() == Channel.State.GREETED) {
      // §3.1.1 step 7: the neighbour knows our id, so it listens at its address
      from.opened(at);
      swarm.neighbourhood().opened(from, at);
    }
    swarm.integrity().begin(from);
    MessageReader.Outcome outcome = reader.read(d, offset, length, swarm.format(), this);
    if (outcome != MessageReader.Outcome.OK) {
      engine.counters().malformed++;
    }
    if (channel.isOpen()) {
      verify(d, offset, length);
      engine.touch(channel);
    }
  }

  private void verify(ByteBuffer d, int offset, int length) {
    Integrity integrity = swarm.integrity();
    boolean pending = false;
    for (int i = 0; i < count; i++) {
      ArrivedChunk arrived = chunks[i];
      verdicts[i] =
          swarm.store().contains(arrived.chunk())
              ? null
              : integrity.check(
                  arrived.chunk(), arrived.datagram(), arrived.offset(), arrived.length());
      if (verdicts[i] == Verdict.FALSE) {
        swarm.falsified(channel, now);
        return;
      }
      pending |= verdicts[i] == Verdict.PENDING;
    }
    Verdict rest = integrity.end();
    if (rest == Verdict.FALSE) {
      swarm.falsified(channel, now);
      return;
    }
    if (rest == Verdict.STALE) {
      engine.counters().stale++;
    }
    if (pending) {
      parking.park(channel, d, offset, length);
    }
    take();
  }

  private void take() {
    for (int i = 0; i < count; i++) {
      if (verdicts[i] == null) {
        swarm.duplicate(channel, chunks[i], now);
        continue;
      }
      switch (verdicts[i]) {
        case VERIFIED -> swarm.verified(channel, chunks[i], now);
        case UNPROVEN -> engine.counters().unproven++;
        case STALE -> engine.counters().stale++;
        default -> {}
      }
    }
  }

  @Override
  public boolean handshake(Handshake theirs) {
    if (theirs.closing()) {
      swarm.close(channel, false, now);
      return true; // a goodbye is in order; whatever follows finds the channel closed
    }
    if (channel.state() != Channel.State.GREETING) {
      return true; // a duplicate of their answer (§8.2)
    }
    if (!Greeter.fits(swarm, theirs)
        || (theirs.swarmIdLength() >= 0 && !theirs.matches(swarm.id()))) {
      swarm.close(channel, false, now);
      return false;
    }
    channel.answered(theirs, now);
    swarm.neighbourhood().opened(channel, now);
    return channel.isOpen();
  }

  /** Before our handshake is answered only its answer counts. */
  private boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public boolean data(long chunk, long timestamp, ByteBuffer d, int offset, int length) {
    if (!isOpen() || count == MAX_CHUNKS || chunk >= MAX_CHUNK) {
      return false;
    }
    chunks[count++].set(chunk, timestamp, d, offset, length);
    return true;
  }

  @Override
  public boolean ack(long first, long last, long delayMicros) {
    if (!isOpen() || last >= MAX_CHUNK) {
      return false;
    }
    // the flight first: what is acknowledged is no longer under way
    channel.uploads().acknowledged(first, last, delayMicros, now);
    swarm.have(channel, first, last);
    return true;
  }

  @Override
  public boolean have(long first, long last) {
    if (!isOpen() || last >= MAX_CHUNK) {
      return false;
    }
    swarm.have(channel, first, last);
    return true;
  }

  @Override
  public boolean integrity(long first, long last, ByteBuffer d, int offset) {
    return isOpen() && swarm.integrity().hash(first, last, d, offset);
  }

  @Override
  public boolean signedIntegrity(long first, long last, long ntp, ByteBuffer d, int offset) {
    return isOpen() && swarm.integrity().signature(first, last, ntp, d, offset, now);
  }

  @Override
  public boolean request(long first, long last) {
    if (!isOpen() || last >= MAX_CHUNK) {
      return false;
    }
    channel.asked(first, last, now);
    return true;
  }

  @Override
  public boolean cancel(long first, long last) {
    if (!isOpen()) {
      return false;
    }
    channel.uploads().cancel(first, last);
    return true;
  }

  @Override
  public boolean choke() {
    channel.chokedByThem(true, now);
    return true;
  }

  @Override
  public boolean unchoke() {
    channel.chokedByThem(false, now);
    return true;
  }

  @Override
  public boolean pexRequest() {
    if (isOpen()) {
      swarm.exchange().requested(channel, now);
    }
    return isOpen();
  }

  @Override
  public boolean pexV4(ByteBuffer d, int offset) {
    return learned(d, offset, 4);
  }

  @Override
  public boolean pexV6(ByteBuffer d, int offset) {
    return learned(d, offset, 16);
  }

  private boolean learned(ByteBuffer d, int offset, int bytes) {
    if (!isOpen()) {
      return false;
    }
    byte[] address = new byte[bytes];
    d.get(offset, address);
    int port = d.getShort(offset + bytes) & 0xffff;
    try {
      InetAddress host = InetAddress.getByAddress(address);
      swarm.exchange().learned(channel, new InetSocketAddress(host, port), now);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // 4 or 16 bytes are always an address
    }
    return true;
  }

  @Override
  public boolean pexCertificate(ByteBuffer d, int offset, int length) {
    return isOpen(); // §3.10: may be ignored; no issuer is configured
  }
}

package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.Integrity;
import tv.martlet.chunk.SwarmId;

/**
 * The peer as a state machine: datagrams and the time go in, datagrams and stored chunks come out.
 *
 * <pre>
 *   receive(datagram, from, now) ─┐                        ┌─► DatagramSink
 *   receive(…)                    ├─► swarms, channels ────┤
 *   advance(now) ─────────────────┘      (timers, replies) └─► next deadline
 * </pre>
 *
 * All calls come from one thread. {@code now} is microseconds since 1970 that never run backwards.
 * Replies are written by {@link #advance}, so that a batch of datagrams received is answered
 * together: call it after each batch and when the deadline it returned has come.
 */
public final class Engine {
  private static final int MAX_DATAGRAM = 65_535;

  private final EngineSettings settings;
  private final RandomGenerator random;
  private final Counters counters = new Counters();
  private final Map<SwarmId, Swarm> swarms = new LinkedHashMap<>();
  private final List<Swarm> swarmList = new ArrayList<>();
  private final ChannelTable channels = new ChannelTable();
  private final Deadlines deadlines = new Deadlines();
  private final ArrayDeque<Channel> touched = new ArrayDeque<>();
  private final Parking parking = new Parking();
  private final UploadLimit uploadLimit;
  private final UploadGauge gauge;
  private final Outbox out;
  private final Greeter greeter;
  private final Reception reception;
  private boolean signaturesChecked;

  /**
   * Makes an engine in no swarm.
   *
   * @param random for channel ids, which must not be guessable (RFC 7574 §12.1): secure outside
   *     simulations
   */
  public Engine(EngineSettings settings, RandomGenerator random, DatagramSink sink) {
    this.settings = settings;
    this.random = random;
    this.uploadLimit = new UploadLimit(settings.uploadLimit());
    this.gauge = new UploadGauge(settings.uploadLimit());
    this.out = new Outbox(sink, counters);
    this.greeter = new Greeter(this, out);
    this.reception = new Reception(this, parking);
  }

  // ---- local events ----

  /**
   * Joins a swarm.
   *
   * @throws IllegalStateException if the engine is in it already
   */
  public Swarm join(Content content, SwarmPolicy policy, SwarmListener listener, long now) {
    if (swarms.containsKey(content.metadata().id())) {
      throw new IllegalStateException("Swarm " + content.metadata().id() + " is joined already");
    }
    Swarm swarm = new Swarm(this, content, policy, listener, now);
    swarms.put(swarm.id(), swarm);
    swarmList.add(swarm);
    swarm.neighbourhood().wake(now);
    return swarm;
  }

  /** Leaves a swarm with a goodbye to each neighbour (RFC 7574 §2.3). Its content stays open. */
  public void leave(Swarm swarm, long now) {
    for (Channel channel : List.copyOf(swarm.neighbours())) {
      swarm.close(channel, true, now);
    }
    for (Channel channel : List.copyOf(swarm.neighbourhood().greeting())) {
      swarm.close(channel, false, now);
    }
    swarm.forgetTimers();
    swarms.remove(swarm.id());
    swarmList.remove(swarm);
  }

  /** Hears of signature checks that were done elsewhere; to be given to live content. */
  public Integrity.Listener signatureListener() {
    return (first, last, ntp, genuine, source) -> {
      signaturesChecked = true;
      if (!genuine && source instanceof Channel channel && channel.isOpen()) {
        channel.distrust();
      }
    };
  }

  // ---- in ----

  /** Takes one datagram, which lies in the buffer at the offset. */
  public void receive(ByteBuffer d, int offset, int length, InetSocketAddress from, long now) {
    counters.datagramsIn++;
    counters.bytesIn += length;
    if (length < Integer.BYTES || length > MAX_DATAGRAM) {
      counters.malformed++;
      return;
    }
    int id = d.getInt(offset);
    if (id == 0) {
      greeter.receive(d, offset + Integer.BYTES, length - Integer.BYTES, from, now);
      return;
    }
    Channel channel = channels.get(id);
    if (channel == null || !channel.address().equals(from)) {
      // §3.1.1: what does not carry the id that we gave MUST be discarded
      counters.strays++;
      return;
    }
    reception.receive(channel, d, offset + Integer.BYTES, length - Integer.BYTES, now);
  }

  // ---- out ----

  /**
   * Runs the timers that are due and writes all that is to be sent.
   *
   * @return when to call again at the latest; {@link Long#MAX_VALUE} for never
   */
  public long advance(long now) {
    for (Timed due = deadlines.pollExpired(now); due != null; due = deadlines.pollExpired(now)) {
      due.expire(now);
    }
    if (signaturesChecked) {
      signaturesChecked = false;
      parking.release(reception, now);
    }
    for (int i = 0; i < swarmList.size(); i++) {
      swarmList.get(i).settle(now);
    }
    // What the timers of announcers set for now goes out in the same round.
    for (Timed due = deadlines.pollExpired(now); due != null; due = deadlines.pollExpired(now)) {
      due.expire(now);
    }
    for (Channel channel = touched.poll(); channel != null; channel = touched.poll()) {
      channel.untouched();
      write(channel, now);
    }
    return deadlines.next();
  }

  private void write(Channel channel, long now) {
    if (channel.isDistrusted()) {
      channel.swarm().falsified(channel, now);
    }
    if (channel.isOpen()) {
      channel.writer().write(out, now);
      channel.uploads().serve(out, now);
    }
    if (channel.state() != Channel.State.CLOSED) {
      deadlines.set(channel, channel.nextDeadline());
    }
  }

  // ---- for the parts ----

  /** The channel has something to write, or its deadline may have changed. */
  void touch(Channel channel) {
    if (channel.touched()) {
      touched.add(channel);
    }
  }

  void schedule(Timed item, long deadline) {
    deadlines.set(item, deadline);
  }

  Channel dial(Swarm swarm, InetSocketAddress address, long now) {
    Channel channel = new Channel(swarm, channels.freeId(random), address, true, now);
    channels.add(channel);
    greet(channel, now);
    return channel;
  }

  void greet(Channel channel, long now) {
    greeter.greet(channel, now);
    schedule(channel, channel.nextDeadline());
  }

  Channel admit(Swarm swarm, InetSocketAddress address, long now) {
    Channel channel = new Channel(swarm, channels.freeId(random), address, false, now);
    channels.add(channel);
    swarm.neighbourhood().answered(channel);
    return channel;
  }

  void farewell(Channel channel) {
    greeter.farewell(channel);
  }

  void forget(Channel channel) {
    channels.remove(channel);
    deadlines.remove(channel);
  }

  /** A refusal to channel 0 carries no id: it is matched by the address. */
  void refusedBy(InetSocketAddress address, long now) {
    for (int i = 0; i < swarmList.size(); i++) {
      Channel channel = swarmList.get(i).neighbourhood().greeting(address);
      if (channel != null && channel.isDialled()) {
        channel.swarm().close(channel, false, now);
        return;
      }
    }
  }

  boolean hasRoom() {
    return channels.size() < settings.maxChannels();
  }

  Swarm swarm(SwarmId id) {
    return swarms.get(id);
  }

  EngineSettings settings() {
    return settings;
  }

  RandomGenerator random() {
    return random;
  }

  UploadGauge gauge() {
    return gauge;
  }

  UploadLimit uploadLimit() {
    return uploadLimit;
  }

  /** A datagram with a chunk went out. */
  void uploaded(int bytes) {
    counters.chunkDatagramBytesOut += bytes;
    uploadLimit.spend(bytes);
  }

  /**
   * What our line can carry, bit/s of datagrams with chunks, as far as sending has shown or the
   * user has said; 0 if nothing is known.
   */
  public long uploadCapacity(long now) {
    return Byte.SIZE * gauge.capacity(now);
  }

  /** What of it is not in use, bit/s. */
  public long uploadSpare(long now) {
    return Byte.SIZE * gauge.spare(now);
  }

  /** What the engine has seen and done. */
  public Counters counters() {
    return counters;
  }
}

package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.Integrity;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.wire.Format;
import tv.martlet.wire.MessageWriter;

/**
 * One swarm that this peer is in: its content, its neighbours, and what is wanted next. Owner
 * thread: the engine's.
 */
public final class Swarm {
  private final Engine engine;
  private final Content content;
  private final SwarmPolicy policy;
  private final SwarmListener listener;
  private final Format format;
  private final MessageWriter writer;
  private final ProofWriter proofWriter;
  private final Cover cover;
  private final Candidates candidates;
  private final Neighbourhood neighbourhood;
  private final Announcer announcer;
  private final Interest interest;
  private final PeerExchange exchange;
  private final ChunkRanges wants = new ChunkRanges(64);
  private final List<Channel> open = new ArrayList<>();
  private boolean changed;
  private long uploadedBytes;

  Swarm(Engine engine, Content content, SwarmPolicy policy, SwarmListener listener, long now) {
    this.engine = engine;
    this.content = content;
    this.policy = policy;
    this.listener = listener;
    SwarmMetadata metadata = content.metadata();
    this.format =
        new Format(
            metadata.addressing(),
            metadata.chunkSize(),
            metadata.hashLength(),
            metadata.signatureLength());
    this.writer = new MessageWriter(format);
    this.proofWriter = new ProofWriter(content.integrity(), format);
    this.cover = new Cover(content.store().available(), format);
    this.candidates = new Candidates(engine.random());
    this.neighbourhood = new Neighbourhood(this, engine, candidates, now);
    this.announcer = new Announcer(this, engine);
    this.interest = Interest.of(content, engine.settings());
    this.exchange = new PeerExchange(this, engine.random(), now);
  }

  // ---- for the node ----

  /** The swarm's name on the wire. */
  public SwarmId id() {
    return content.metadata().id();
  }

  /** What the swarm carries. */
  public Content content() {
    return content;
  }

  /** Progress of playing a live stream; null for static content and for an injector. */
  public Playout playout() {
    return interest.playout();
  }

  /** Neighbours with an open channel. For reading, on the owner thread. */
  public List<Channel> neighbours() {
    return Collections.unmodifiableList(open);
  }

  /** Bytes of datagrams with chunks sent in this swarm. */
  public long uploadedBytes() {
    return uploadedBytes;
  }

  /** True once every chunk of static content is here. */
  public boolean isComplete() {
    long count = content.integrity().chunkCount();
    return count >= 0 && content.store().available().size() == count;
  }

  /** Peers to try, from a trusted source: a tracker, the URI, the user. */
  public void offer(InetSocketAddress address, long now) {
    candidates.offer(address, Candidates.Source.TRUSTED, now);
    neighbourhood.wake(now);
  }

  /** Peers that a tracker names, the best first. */
  public void offer(List<InetSocketAddress> list, long now) {
    candidates.offerList(list, now);
    neighbourhood.wake(now);
  }

  /**
   * Whether the trackers are to be asked for a list (RFC 7846 §4.1.2): this viewer goes short, this
   * injector's line is full, or the line turns out to carry more or less than they know. A yes
   * counts as asked.
   */
  public boolean wantsList(long now) {
    return neighbourhood.wantsList(now);
  }

  /** The injector has made these chunks available. */
  public void published(long first, long last, long now) {
    announcer.flush(first, last, now);
    changed = true;
  }

  // ---- datagrams coming in, from Reception ----

  /** A verified chunk: stored, acknowledged, announced, in this order. */
  void verified(Channel from, ArrivedChunk arrived, long now) {
    long chunk = arrived.chunk();
    if (!store().put(chunk, arrived.datagram(), arrived.offset(), arrived.length())) {
      from.downloads().arrived(chunk, now);
      return;
    }
    if (!from.downloads().arrived(chunk, now)) {
      cancelElsewhere(chunk);
    }
    from.downloads().stored(arrived.length(), now);
    counters().contentIn += arrived.length();
    interest.stored(chunk);
    announcer.add(chunk, now);
    from.writer().acknowledge(chunk, now - arrived.timestamp(), now);
    changed = true;
    touch(from);
  }

  /** A chunk that is here already: acknowledged all the same, so that it is not sent again. */
  void duplicate(Channel from, ArrivedChunk arrived, long now) {
    counters().duplicates++;
    from.downloads().arrived(arrived.chunk(), now);
    from.writer().acknowledge(arrived.chunk(), now - arrived.timestamp(), now);
    touch(from);
  }

  private void cancelElsewhere(long chunk) {
    for (Channel other : open) {
      if (other.downloads().pending().contains(chunk)) {
        other.downloads().withdraw(chunk);
        other.writer().cancel(chunk, chunk);
        touch(other);
      }
    }
  }

  void have(Channel from, long first, long last) {
    long known = content.integrity().chunkCount();
    long count = known >= 0 ? known : content.metadata().chunkCount();
    long until = count >= 0 ? Math.min(last, count - 1) : last;
    if (until >= first) {
      from.remoteHas(first, until);
      touch(from);
    }
  }

  /** A lie: the neighbour is dropped without a word and not dialled again for a while (§12.7). */
  void falsified(Channel from, long now) {
    counters().falsified++;
    candidates.ban(from.address(), now + settings().blacklistMicros());
    listener.banned(this, from.address());
    close(from, false, now);
  }

  // ---- asking ----

  /** Writes REQUESTs to a neighbour for what it has and we want. */
  void ask(Channel channel, Outbox out, long now) {
    Downloads downloads = channel.downloads();
    // A live neighbour has news all the time: one without is not to hold what is soon due.
    boolean silent = content.metadata().live() && channel.isSilent(now);
    if (interest.isSated() || !downloads.wantsMore(now) || silent) {
      return;
    }
    wants.clear();
    policy.picker().pick(interest, channel, downloads.budget(now), now, wants);
    for (int i = 0; i < wants.count(); i++) {
      interest.asked(wants.first(i), wants.last(i));
      downloads.asked(wants.first(i), wants.last(i), now);
    }
    channel.writer().writeRanges(wants, out, true);
  }

  /** Whether something is here that a neighbour with these chunks would still want. */
  boolean lacks(ChunkRanges theirs) {
    ChunkRanges here = store().available();
    // What lies before a live neighbour's tune-in it will never ask for.
    long from = content.metadata().live() && !theirs.isEmpty() ? theirs.min() : 0;
    for (int i = here.count() - 1; i >= 0 && here.last(i) >= from; i--) {
      if (theirs.nextAbsent(Math.max(from, here.first(i))) <= here.last(i)) {
        return true;
      }
    }
    return false;
  }

  /** Chunks asked for that will not come from there: anybody may be asked now. */
  void giveBack(long first, long last) {
    interest.givenBack(first, last);
    for (Channel other : open) {
      if (other.remote().intersects(first, last)) {
        touch(other);
      }
    }
  }

  // ---- channels ----

  void opened(Channel channel, long now) {
    open.add(channel);
    candidates.connected(channel.address(), now);
    announcer.introduce(channel);
    exchange.opened(channel, now);
    policy.choking().decide(open, now);
    listener.joined(this, channel);
    touch(channel);
  }

  /** Tells a neighbour that may download from now on what there is. */
  void introduce(Channel channel) {
    announcer.introduce(channel);
  }

  /** Closes a channel; says so to the neighbour if {@code goodbye} (§8.4). */
  void close(Channel channel, boolean goodbye, long now) {
    if (channel.state() == Channel.State.CLOSED) {
      return;
    }
    if (goodbye && channel.remoteId() != 0) {
      engine.farewell(channel);
    }
    channel.closed();
    engine.forget(channel);
    boolean wasOpen = open.remove(channel);
    channel.downloads().releaseAll();
    if (wasOpen) {
      policy.choking().decide(open, now);
      listener.left(this, channel);
    }
    neighbourhood.closed(channel, wasOpen, now);
  }

  void forgetTimers() {
    engine.schedule(announcer, Timed.NEVER);
    engine.schedule(neighbourhood, Timed.NEVER);
  }

  void greetingTimedOut(Channel channel, long now) {
    neighbourhood.greetingTimedOut(channel, now);
  }

  void touch(Channel channel) {
    engine.touch(channel);
  }

  // ---- once per call of the engine, after all datagrams and before writing ----

  void settle(long now) {
    if (interest.advance(now, open)) {
      long oldest = store().oldestKept();
      for (Channel channel : open) {
        channel.downloads().forgetBelow(oldest);
        channel.uploads().forgetBelow(oldest);
        channel.writer().forgetBelow(oldest);
        touch(channel);
      }
      changed = true;
    }
    if (changed) {
      changed = false;
      listener.progressed(this, now);
    }
  }

  // ---- plain facts ----

  ChunkStore store() {
    return content.store();
  }

  Integrity integrity() {
    return content.integrity();
  }

  Format format() {
    return format;
  }

  /** The largest chunk number that messages can say. */
  long maxChunk() {
    return format.addressing().maxChunk();
  }

  MessageWriter messageWriter() {
    return writer;
  }

  Cover cover() {
    return cover;
  }

  ProofWriter proofWriter() {
    return proofWriter;
  }

  int dataHeaderBytes() {
    return MessageWriter.dataOverhead(format);
  }

  /** A discard window as the wire has it: in chunks, or in bytes with byte ranges (§7.9). */
  long windowInChunks(long window) {
    boolean bytes = format.addressing() == ChunkAddressing.BYTES_64 && window >= 0;
    return bytes ? window / format.chunkSize() : window;
  }

  /** Bytes of a datagram with one full chunk: the unit of congestion control. */
  int segmentBytes() {
    return Integer.BYTES + dataHeaderBytes() + format.chunkSize();
  }

  CongestionControl.Factory congestion() {
    return policy.congestion();
  }

  SwarmPolicy policy() {
    return policy;
  }

  EngineSettings settings() {
    return engine.settings();
  }

  Counters counters() {
    return engine.counters();
  }

  int maxOutstanding() {
    return engine.settings().maxOutstanding();
  }

  UploadGauge gauge() {
    return engine.gauge();
  }

  Candidates candidates() {
    return candidates;
  }

  Neighbourhood neighbourhood() {
    return neighbourhood;
  }

  PeerExchange exchange() {
    return exchange;
  }

  Interest interest() {
    return interest;
  }

  long uploadAllowance(long now) {
    return engine.uploadLimit().allowance(now);
  }

  long uploadDelay(int bytes) {
    return Math.max(1, engine.uploadLimit().delay(bytes));
  }

  void uploaded(int bytes) {
    uploadedBytes += bytes;
    engine.uploaded(bytes);
  }

  boolean mayTakeMore() {
    return open.size() < settings().maxNeighbours();
  }
}

package tv.martlet.peer;

import java.net.InetSocketAddress;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.wire.Handshake;

/**
 * One channel to one neighbour in one swarm (RFC 7574 §3.11): its ids, its life and what both sides
 * know of each other. What it sends is written by {@link ChannelWriter}.
 *
 * <pre>
 *   we dial:    GREETING ──their HANDSHAKE──► OPEN ──► CLOSED
 *   they dial:  GREETED ──first datagram to our id──► OPEN
 * </pre>
 */
public final class Channel extends Timed {
  /** RFC 7574 §3.1.1. */
  enum State {
    /** Our HANDSHAKE is out, no answer yet. */
    GREETING,
    /** Theirs is answered; not yet proven that they listen at this address: no heavy payload. */
    GREETED,
    OPEN,
    CLOSED
  }

  /** After this silence a neighbour with something outstanding is not counted on. */
  private static final long SILENCE = 2_000_000;

  /** How often the third datagram of a handshake is sent before the channel is given up. */
  private static final int MAX_THIRDS = 4;

  private static final int MAX_REMOTE_RANGES = 1024;

  private final Swarm swarm;
  private final int localId;
  private final InetSocketAddress address;
  private final boolean dialled;
  private final long createdAt;
  private final RttEstimator rtt = new RttEstimator();
  private final ChunkRanges remote = new ChunkRanges(MAX_REMOTE_RANGES);
  private final Uploads uploads;
  private final Downloads downloads;
  private final ChannelWriter writer;
  private final Service service;

  private State state;
  private int remoteId;
  private long discardWindow = Handshake.KEEPS_ALL; // chunks (§7.9)
  private final TheirService serviceToUs = new TheirService();
  private int greetings;
  private boolean shortForm;
  private long greetedAt;
  private long openedAt;
  private long timeoutAt;
  private long heardAt;
  private long sentAt;
  private int sentSinceHeard;
  private final PeerQuota peers = new PeerQuota();
  private boolean confirmed; // something came behind their answer: they got our third datagram
  private boolean touched;
  private boolean distrusted;

  Channel(Swarm swarm, int localId, InetSocketAddress address, boolean dialled, long now) {
    this.swarm = swarm;
    this.localId = localId;
    this.address = address;
    this.dialled = dialled;
    this.createdAt = now;
    this.heardAt = now;
    this.sentAt = now;
    CongestionControl congestion = swarm.congestion().create(swarm.segmentBytes());
    this.uploads = new Uploads(this, swarm, congestion, rtt);
    this.downloads = new Downloads(this, swarm, swarm.maxOutstanding());
    this.writer = new ChannelWriter(this, swarm);
    this.service = new Service(writer, swarm.policy().choking().startsChoked(), now);
  }

  // ---- transitions: each sets the state and its deadline together ----

  /**
   * Dials, or dials again: in the full form first, then in the short one by turns (§3.1.1 step 5).
   */
  void greet(long now) {
    state = State.GREETING;
    shortForm = greetings % 2 == 1;
    greetings++;
    greetedAt = now;
    timeoutAt = now + (swarm.settings().handshakeTimeoutMicros() << Math.min(greetings - 1, 4));
    sent(now);
  }

  /** Their HANDSHAKE has been answered. */
  void greeted(Handshake theirs, long now) {
    state = State.GREETED;
    remoteId = theirs.sourceChannel();
    learn(theirs);
    greetedAt = now;
    timeoutAt = now + 5 * swarm.settings().handshakeTimeoutMicros();
    sent(now);
  }

  /** The three-way handshake is complete as far as this side must know. */
  void opened(long now) {
    state = State.OPEN;
    rtt.sample(now - greetedAt);
    timeoutAt = NEVER;
    heardAt = now;
    openedAt = now;
    serviceToUs.opened(now);
  }

  void closed() {
    state = State.CLOSED;
    timeoutAt = NEVER;
  }

  /** Their answer to our HANDSHAKE came. */
  void answered(Handshake theirs, long now) {
    remoteId = theirs.sourceChannel();
    learn(theirs);
    opened(now);
    confirmed = false;
    // RFC 7574 §12.1.2: the second datagram MUST be answered at once
    writer.mustAnswer();
  }

  private void learn(Handshake theirs) {
    if (theirs.hasDiscardWindow()) {
      discardWindow = swarm.windowInChunks(theirs.discardWindow());
    }
    writer.supports(theirs);
  }

  // ---- what the neighbour has ----

  /** HAVE or ACK: the neighbour holds this range; its discard window slides along (§6.2). */
  void remoteHas(long first, long last) {
    remote.add(first, last);
    if (discardWindow != Handshake.KEEPS_ALL) {
      remote.removeBelow(remote.max() - discardWindow + 1);
    }
    uploads.has(first, last);
    writer.neighbourHas(last);
  }

  ChunkRanges remote() {
    return remote;
  }

  // ---- choking ----

  /** Chokes or unchokes the neighbour; the message goes out with the next datagram. */
  public void choke(boolean value, long now) {
    if (service.choke(value, now)) {
      if (value) {
        uploads.discardRequests();
      } else {
        swarm.introduce(this);
      }
      swarm.touch(this);
    }
  }

  /** Whether this neighbour is choked by us. */
  public boolean isChoked() {
    return service.isChoked();
  }

  Service service() {
    return service;
  }

  /**
   * Whether the neighbour wants chunks of ours: it has asked lately, or it is choked, so that it
   * must not ask (§3.9), and lacks something that we have.
   */
  public boolean isInterested(long now) {
    return !service.isIdle(now) || (isChoked() && swarm.lacks(remote));
  }

  /** Whether the neighbour serves us. */
  TheirService serviceToUs() {
    return serviceToUs;
  }

  /** CHOKE or UNCHOKE came: while choked nothing is asked, nor awaited (§3.9). */
  void chokedByThem(boolean value, long now) {
    serviceToUs.choke(value, now);
    if (value) {
      downloads.releaseAll();
    }
  }

  boolean mayAsk() {
    return state == State.OPEN && !serviceToUs.isChoked();
  }

  /** When the neighbour last asked for chunks, or was unchoked. */
  public long lastAskedAt() {
    return service.lastAskedAt();
  }

  void asked(long first, long last, long now) {
    if (service.asked(now)) {
      uploads.request(first, last, now);
    }
  }

  // ---- time ----

  void heard(long now) {
    confirmed = true;
    heardAt = now;
    sentSinceHeard = 0;
  }

  void sent(long now) {
    sentAt = now;
    sentSinceHeard++;
  }

  /** Silent although something is due from it. */
  boolean isSilent(long now) {
    return now - heardAt > SILENCE && sentSinceHeard >= 3;
  }

  @Override
  void expire(long now) {
    if (state != State.OPEN) {
      swarm.greetingTimedOut(this, now);
      return;
    }
    // §3.12: dead after three minutes without a datagram and three sent in vain
    boolean dead = now - heardAt >= swarm.settings().deadAfterMicros() && sentSinceHeard >= 3;
    if (dead || (!confirmed && sentSinceHeard > MAX_THIRDS)) {
      swarm.close(this, !dead, now);
      return;
    }
    uploads.expire(now);
    downloads.expire(now);
    swarm.touch(this);
  }

  private long keepAliveAt() {
    EngineSettings settings = swarm.settings();
    if (confirmed) {
      return sentAt + settings.keepAliveMicros();
    }
    // §3.1.1 step 7: until our third datagram has come through they send nothing.
    return sentAt
        + (settings.handshakeTimeoutMicros() << Math.min(sentSinceHeard, MAX_THIRDS) >> 1);
  }

  boolean keepAliveDue(long now) {
    return now >= keepAliveAt();
  }

  /** The next moment at which this channel must act. */
  long nextDeadline() {
    if (state != State.OPEN) {
      return timeoutAt;
    }
    long next = Math.min(uploads.deadline(), downloads.deadline());
    return Math.min(next, Math.min(keepAliveAt(), writer.deadline()));
  }

  /** True if it was not marked before: then it must be queued. */
  boolean touched() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  void untouched() {
    touched = false;
  }

  /** A signature of this neighbour's was found false elsewhere. */
  void distrust() {
    distrusted = true;
    swarm.touch(this);
  }

  boolean isDistrusted() {
    return distrusted;
  }

  // ---- plain facts ----

  State state() {
    return state;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  int localId() {
    return localId;
  }

  int remoteId() {
    return remoteId;
  }

  /** UDP address of the neighbour. */
  public InetSocketAddress address() {
    return address;
  }

  /** Chunks that came from this neighbour and were verified. */
  public long chunksReceived() {
    return downloads.chunks();
  }

  /** Chunks sent to this neighbour. */
  public long chunksSent() {
    return uploads.sentChunks();
  }

  /** Bytes of content that came from this neighbour and were verified. */
  public long bytesReceived() {
    return downloads.bytes();
  }

  /** Bytes of datagrams with chunks sent to this neighbour. */
  public long bytesSent() {
    return uploads.sentBytes();
  }

  /** What comes from this neighbour, bytes of content a second over the last two seconds or so. */
  public long receiveRate(long now) {
    return downloads.bytesPerSecond(now);
  }

  /** What goes to this neighbour, bytes of datagrams a second over the last two seconds or so. */
  public long sendRate(long now) {
    return uploads.bytesPerSecond(now);
  }

  /** When the channel was opened. */
  public long openedAt() {
    return openedAt;
  }

  /** Smoothed round-trip time, microseconds. */
  public long rttMicros() {
    return rtt.smoothed();
  }

  /** True if we dialled, false if the neighbour did. */
  public boolean isDialled() {
    return dialled;
  }

  boolean isShortForm() {
    return shortForm;
  }

  int greetings() {
    return greetings;
  }

  long createdAt() {
    return createdAt;
  }

  long heardAt() {
    return heardAt;
  }

  RttEstimator rtt() {
    return rtt;
  }

  Uploads uploads() {
    return uploads;
  }

  Downloads downloads() {
    return downloads;
  }

  PeerQuota peers() {
    return peers;
  }

  ChannelWriter writer() {
    return writer;
  }

  Swarm swarm() {
    return swarm;
  }
}

package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.Proof;
import tv.martlet.wire.Handshake;
import tv.martlet.wire.MessageType;
import tv.martlet.wire.MessageWriter;

/**
 * What waits to be said to one neighbour besides chunks: acknowledgements, news, requests, choking,
 * addresses. Gathered while datagrams come in and written in one go, so that a batch received is
 * answered by one datagram.
 */
final class ChannelWriter {
  /**
   * An acknowledgement waits for company (RFC 7574 §3.4, RFC 6817 §2.3 let it): a quarter of the
   * round trip, so that the sender's estimate grows by no more than that, and within these bounds,
   * so that a short path is not made a long one.
   */
  private static final long MIN_ACK_DELAY = 2_000;

  static final long MAX_ACK_DELAY = 50_000;

  /** At high rates the window must not wait: so many chunks are acknowledged at once. */
  private static final int ACK_AT_ONCE = 8;

  /** Ranges told to a neighbour that are remembered; what is forgotten is told again. */
  private static final int MAX_TOLD = 32;

  private final Channel channel;
  private final Swarm swarm;
  private final ChunkRanges acks = new ChunkRanges(256);
  private final ChunkRanges news = new ChunkRanges(256);

  /** What the neighbour has heard from us that we have: HAVE and ACK say the same (§4.3.2). */
  private final ChunkRanges told = new ChunkRanges(MAX_TOLD);

  private final ChunkRanges cancels = new ChunkRanges(64);
  private final Proof proof = new Proof();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private long toldMunro = -1; // the first munro that was told, -1 before
  private long toldMunroAt;
  private boolean knowsMunro;
  private long delaySample;
  private int unacknowledged;
  private long acksAt = Timed.NEVER;
  private boolean answer;
  private boolean choke;
  private boolean askForPeers;
  private boolean takesAcks = true;
  private boolean takesPeerRequests = true;

  ChannelWriter(Channel channel, Swarm swarm) {
    this.channel = channel;
    this.swarm = swarm;
  }

  /** Supported Messages (§7.10): what the neighbour does not take is not sent. */
  void supports(Handshake theirs) {
    takesAcks = theirs.supports(MessageType.ACK);
    takesPeerRequests = theirs.supports(MessageType.PEX_REQ);
  }

  void mustAnswer() {
    answer = true;
  }

  void chokeChanged() {
    choke = true;
  }

  void askForPeers() {
    askForPeers = true;
  }

  void offer(InetSocketAddress address) {
    addresses.add(address);
  }

  /** A chunk came and is good: to be acknowledged with its one-way delay (§8.7). */
  void acknowledge(long chunk, long delay, long now) {
    acks.add(chunk, chunk);
    delaySample = delay;
    unacknowledged++;
    acksAt = unacknowledged >= ACK_AT_ONCE ? now : Math.min(acksAt, now + ackDelay());
  }

  private long ackDelay() {
    // A file is sent as fast as the window lets it: there each wait for an ACK costs.
    boolean patient = swarm.content().metadata().live() && channel.rtt().known();
    long half = patient ? channel.rttMicros() / 2 : MIN_ACK_DELAY;
    return Math.max(MIN_ACK_DELAY, Math.min(half, MAX_ACK_DELAY));
  }

  /** Chunks the neighbour may be glad to hear of. */
  void announce(long first, long last) {
    // 32-bit numbers end one day; what is behind their end cannot be told of.
    long end = Math.min(last, swarm.maxChunk());
    if (first <= end && isNews(first, end)) {
      news.add(first, end);
    }
  }

  private boolean isNews(long first, long last) {
    return !channel.remote().containsAll(first, last) && !told.containsAll(first, last);
  }

  boolean hasNews() {
    return !news.isEmpty();
  }

  void cancel(long first, long last) {
    cancels.add(first, last);
  }

  long deadline() {
    return acksAt;
  }

  /** Writes all that is due. The channel is open. */
  void write(Outbox out, long now) {
    out.open(channel);
    writeChoke(out);
    writeMunro(out, now);
    writeAcks(out, now);
    writeNews(out);
    writeRanges(cancels, out, false);
    if (channel.mayAsk()) {
      swarm.ask(channel, out, now);
    }
    writePeers(out);
    if (out.isEmpty() && (answer || channel.keepAliveDue(now))) {
      out.room(0);
    }
    answer = false;
    if (out.close() > 0) {
      channel.sent(now);
    }
  }

  private void writeChoke(Outbox out) {
    if (choke) {
      choke = false;
      if (channel.isChoked()) {
        out.room(1).choke();
      } else {
        out.room(1).unchoke();
      }
    }
  }

  /**
   * Secure tune-in (§6.1.2.4): our rightmost signed munro, until the neighbour shows that it knows
   * it: one a little behind never shows that it knows the one that is newest by then.
   */
  private void writeMunro(Outbox out, long now) {
    long munro = swarm.integrity().rightmostMunro();
    // It is long: told again only when the first seems lost, since HAVE or ACK would be here.
    boolean due = toldMunro < 0 || now - toldMunroAt >= channel.rttMicros();
    if (knowsMunro || munro < 0 || !due) {
      return;
    }
    boolean expressible = munro + swarm.integrity().munroWidth() - 1 <= swarm.maxChunk();
    if (expressible && (answer || !acks.isEmpty() || !news.isEmpty())) {
      swarm.integrity().rightmost(proof);
      swarm.proofWriter().write(proof, out, 0);
      toldMunro = toldMunro < 0 ? munro : toldMunro;
      toldMunroAt = now;
    }
  }

  /** A neighbour with chunks of a munro that it was told of, or newer ones, has tuned in. */
  void neighbourHas(long last) {
    long munro = toldMunro < 0 ? swarm.integrity().rightmostMunro() : toldMunro;
    knowsMunro |= munro >= 0 && last >= munro;
  }

  private void writeAcks(Outbox out, long now) {
    // With news to tell an ACK goes at once: it tells them too.
    boolean due = now >= acksAt || unacknowledged >= ACK_AT_ONCE || !news.isEmpty();
    if (acks.isEmpty() || !due) {
      return;
    }
    int bytes = 1 + swarm.format().addressing().specLength() + Long.BYTES;
    while (!acks.isEmpty()) {
      long first = acks.first(0);
      long last = acks.last(0);
      // §4.3.2: the biggest complete interval that covers what came
      long from = swarm.cover().first(first);
      long to = swarm.cover().last(first, last);
      if (takesAcks) {
        for (long at = from; at <= to; ) {
          at = out.room(bytes).ack(at, to, delaySample);
        }
        told.add(from, to);
      }
      acks.remove(first, Math.max(last, to));
    }
    unacknowledged = 0;
    acksAt = Timed.NEVER;
  }

  private void writeNews(Outbox out) {
    while (!news.isEmpty()) {
      long first = news.first(0);
      long last = news.last(0);
      long from = swarm.cover().first(first);
      long to = swarm.cover().last(first, last);
      news.remove(first, Math.max(last, to));
      // What the neighbour has got or heard of since it was queued is news no more.
      if (isNews(first, last) && swarm.store().available().containsAll(first, last)) {
        writeHave(out, from, to);
        told.add(from, to);
      }
    }
  }

  private void writeHave(Outbox out, long first, long last) {
    int bytes = 1 + swarm.format().addressing().specLength();
    for (long at = first; at <= last; ) {
      at = out.room(bytes).have(at, last);
    }
  }

  /** Writes REQUESTs (or CANCELs) for ranges and empties the set. */
  void writeRanges(ChunkRanges ranges, Outbox out, boolean request) {
    int bytes = 1 + swarm.format().addressing().specLength();
    while (!ranges.isEmpty()) {
      long first = ranges.first(0);
      long last = ranges.last(0);
      for (long at = first; at <= last; ) {
        MessageWriter writer = out.room(bytes);
        at = request ? writer.request(at, last) : writer.cancel(at, last);
      }
      ranges.remove(first, last);
    }
  }

  private void writePeers(Outbox out) {
    if (askForPeers && takesPeerRequests) {
      out.room(1).pexRequest();
    }
    askForPeers = false;
    for (InetSocketAddress address : addresses) {
      out.room(19).pexAddress(address);
    }
    addresses.clear();
  }

  void forgetBelow(long chunk) {
    news.removeBelow(chunk);
    told.removeBelow(chunk);
    acks.removeBelow(chunk);
  }
}

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
  /** An acknowledgement waits this long for company; RFC 7574 §3.4 lets it. */
  private static final long ACK_DELAY = 2_000;

  private static final int ACK_AT_ONCE = 8;

  private final Channel channel;
  private final Swarm swarm;
  private final ChunkRanges acks = new ChunkRanges(256);
  private final ChunkRanges news = new ChunkRanges(256);
  private final ChunkRanges cancels = new ChunkRanges(64);
  private final Proof proof = new Proof();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
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
    acksAt = unacknowledged >= ACK_AT_ONCE ? now : Math.min(acksAt, now + ACK_DELAY);
  }

  /** Chunks the neighbour may be glad to hear of. */
  void announce(long first, long last) {
    // 32-bit numbers end one day; what is behind their end cannot be told of.
    long end = Math.min(last, swarm.maxChunk());
    if (first <= end && !channel.remote().containsAll(first, end)) {
      news.add(first, end);
    }
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
    writeMunro(out);
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
   * Secure tune-in (§6.1.2.4): our rightmost signed munro, until the neighbour shows it knows it.
   */
  private void writeMunro(Outbox out) {
    long munro = swarm.integrity().rightmostMunro();
    boolean known = channel.knowsMunro() || munro < 0;
    if (known || munro + swarm.integrity().munroWidth() - 1 > swarm.maxChunk()) {
      return;
    }
    if (answer || !acks.isEmpty() || !news.isEmpty()) {
      swarm.integrity().rightmost(proof);
      swarm.proofWriter().write(proof, out, 0);
    }
  }

  private void writeAcks(Outbox out, long now) {
    if (acks.isEmpty() || (now < acksAt && unacknowledged < ACK_AT_ONCE)) {
      return;
    }
    int bytes = 1 + swarm.format().addressing().specLength() + Long.BYTES;
    while (!acks.isEmpty()) {
      long first = acks.first(0);
      long last = acks.last(0);
      // §4.3.2: the biggest complete interval that covers what came
      long from = swarm.coverFirst(first, last);
      long to = swarm.coverLast(first, last);
      if (takesAcks) {
        for (long at = from; at <= to; ) {
          at = out.room(bytes).ack(at, to, delaySample);
        }
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
      long from = swarm.coverFirst(first, last);
      long to = swarm.coverLast(first, last);
      news.remove(first, Math.max(last, to));
      if (swarm.store().available().containsAll(first, last)) {
        writeHave(out, from, to);
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
    acks.removeBelow(chunk);
  }
}

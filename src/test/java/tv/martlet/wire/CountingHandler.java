package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

/** Counts calls and checks that whatever it is given keeps the promises of the interface. */
class CountingHandler implements MessageHandler {
  int calls;
  int sum;
  private Format format;
  private int end = Integer.MAX_VALUE;

  CountingHandler(Format format) {
    this.format = format;
  }

  /** For the next datagram, whose messages end there. */
  void expect(Format next, int endOffset) {
    format = next;
    end = endOffset;
    calls = 0;
  }

  private boolean bytes(ByteBuffer d, int offset, int length) {
    calls++;
    if (length < 0 || offset < 0 || offset > end - length) {
      throw new AssertionError("bytes " + offset + " + " + length + " of " + end);
    }
    if (length > 0) {
      sum += d.get(offset) + d.get(offset + length - 1);
    }
    return true;
  }

  private boolean range(long first, long last) {
    calls++;
    if (first < 0 || last < first) {
      throw new AssertionError("range " + first + " to " + last);
    }
    return true;
  }

  @Override
  public boolean handshake(Handshake h) {
    calls++;
    assertTrue(h.swarmIdLength() <= Handshake.MAX_SWARM_ID);
    assertTrue(h.discardWindow() >= Handshake.KEEPS_ALL);
    assertTrue(h.chunkSize() >= Handshake.ABSENT && h.chunkSize() <= 0xFFFF_FFFFL);
    return h.length() <= 5 + 2 * 6 + 3 + Handshake.MAX_SWARM_ID + 9 + 34 + 5;
  }

  @Override
  public boolean data(long chunk, long timestamp, ByteBuffer d, int offset, int length) {
    range(chunk, chunk);
    assertTrue(length >= 1 && length <= format.chunkSize());
    return bytes(d, offset, length);
  }

  @Override
  public boolean ack(long first, long last, long delayMicros) {
    return range(first, last);
  }

  @Override
  public boolean have(long first, long last) {
    return range(first, last);
  }

  @Override
  public boolean integrity(long first, long last, ByteBuffer d, int offset) {
    return range(first, last) && bytes(d, offset, format.hashLength());
  }

  @Override
  public boolean signedIntegrity(long first, long last, long ntp, ByteBuffer d, int offset) {
    return range(first, last) && bytes(d, offset, format.signatureLength());
  }

  @Override
  public boolean request(long first, long last) {
    return range(first, last);
  }

  @Override
  public boolean cancel(long first, long last) {
    return range(first, last);
  }

  @Override
  public boolean choke() {
    calls++;
    return true;
  }

  @Override
  public boolean unchoke() {
    calls++;
    return true;
  }

  @Override
  public boolean pexRequest() {
    calls++;
    return true;
  }

  @Override
  public boolean pexV4(ByteBuffer d, int offset) {
    return bytes(d, offset, 6);
  }

  @Override
  public boolean pexV6(ByteBuffer d, int offset) {
    return bytes(d, offset, 18);
  }

  @Override
  public boolean pexCertificate(ByteBuffer d, int offset, int length) {
    return bytes(d, offset, length);
  }
}

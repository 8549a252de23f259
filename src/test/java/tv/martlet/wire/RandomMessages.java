package tv.martlet.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SwarmId;

/** Writes random messages and says in the lines of {@link RecordingHandler} what it wrote. */
final class RandomMessages {
  private static final int[] HASHES = {20, 28, 32, 48, 64};
  private static final int[] SIGNATURES = {64, 96, 128, 256, 512};

  private final SplittableRandom random;

  RandomMessages(SplittableRandom random) {
    this.random = random;
  }

  Format format() {
    ChunkAddressing[] all = ChunkAddressing.values();
    return new Format(
        all[random.nextInt(all.length)],
        random.nextInt(1, 200),
        HASHES[random.nextInt(HASHES.length)],
        SIGNATURES[random.nextInt(SIGNATURES.length)]);
  }

  /** Fills the datagram that was begun until a message does not fit or enough are written. */
  List<String> write(MessageWriter writer, Format format, int messages) {
    List<String> lines = new ArrayList<>();
    if (random.nextInt(4) == 0) {
      Handshake h = handshake();
      if (writer.handshake(h)) {
        lines.add("handshake " + hexOf(h));
      }
    }
    for (int i = 0; i < messages; i++) {
      String line = one(writer, format);
      if (line == null) {
        break;
      }
      lines.add(line);
    }
    return lines;
  }

  private String one(MessageWriter w, Format f) {
    return switch (random.nextInt(13)) {
      case 0 -> data(w, f);
      case 1 -> ack(w, f);
      case 2 -> range("have", w, f);
      case 3 -> integrity(w, f);
      case 4 -> signed(w, f);
      case 5 -> range("request", w, f);
      case 6 -> range("cancel", w, f);
      case 7 -> w.choke() ? "choke" : null;
      case 8 -> w.unchoke() ? "unchoke" : null;
      case 9 -> w.pexRequest() ? "pexRequest" : null;
      case 10 -> pex("pexV4 ", w, 4);
      case 11 -> pex("pexV6 ", w, 16);
      default -> certificate(w);
    };
  }

  /** First and last chunk of a range that one specification can say. */
  private long[] range(Format f) {
    int layer = random.nextInt(f.addressing() == ChunkAddressing.BINS_32 ? 30 : 31);
    long width = 1L << layer;
    long first = random.nextLong((1L << (31 - layer)) - 1) * width;
    boolean bins = f.addressing().isBins();
    return new long[] {first, first + (bins ? width : random.nextLong(width) + 1) - 1};
  }

  private String data(MessageWriter w, Format f) {
    long chunk = random.nextLong(1L << 31);
    long stamp = random.nextLong();
    return w.dataHeader(chunk, stamp)
        ? "data " + chunk + " @" + stamp + " " + put(w, f.chunkSize())
        : null;
  }

  private String ack(MessageWriter w, Format f) {
    long[] r = range(f);
    long delay = random.nextLong();
    return w.ack(r[0], r[1], delay) > r[1] ? "ack " + r[0] + "-" + r[1] + " +" + delay : null;
  }

  private String range(String name, MessageWriter w, Format f) {
    long[] r = range(f);
    long next =
        switch (name) {
          case "have" -> w.have(r[0], r[1]);
          case "request" -> w.request(r[0], r[1]);
          default -> w.cancel(r[0], r[1]);
        };
    return next > r[1] ? name + " " + r[0] + "-" + r[1] : null;
  }

  private String integrity(MessageWriter w, Format f) {
    long[] r = range(f);
    return w.integrityHeader(r[0], r[1])
        ? "integrity " + r[0] + "-" + r[1] + " " + put(w, f.hashLength())
        : null;
  }

  private String signed(MessageWriter w, Format f) {
    long[] r = range(f);
    long ntp = random.nextLong();
    return w.signedIntegrityHeader(r[0], r[1], ntp)
        ? "signed " + r[0] + "-" + r[1] + " @" + ntp + " " + put(w, f.signatureLength())
        : null;
  }

  private String pex(String name, MessageWriter w, int addressBytes) {
    byte[] address = bytes(addressBytes);
    int port = random.nextInt(65_536);
    try {
      InetSocketAddress peer = new InetSocketAddress(InetAddress.getByAddress(address), port);
      return w.pexAddress(peer)
          ? name + HexFormat.of().formatHex(address) + HexFormat.of().toHexDigits((short) port)
          : null;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private String certificate(MessageWriter w) {
    byte[] certificate = bytes(random.nextInt(60));
    return w.pexCertificate(certificate)
        ? "pexCertificate " + HexFormat.of().formatHex(certificate)
        : null;
  }

  private String put(MessageWriter w, int length) {
    byte[] bytes = bytes(length);
    w.buffer().put(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private Handshake handshake() {
    Handshake h =
        Handshake.initiator(random.nextInt(), SwarmId.of(bytes(random.nextInt(1, 100))))
            .integrity(IntegrityMethod.MERKLE_TREE)
            .hash(HashFunction.SHA1)
            .addressing(ChunkAddressing.ofCode(random.nextInt(5)));
    if (random.nextBoolean()) {
      h.discardWindow(random.nextLong(1L << 32));
    }
    if (random.nextBoolean()) {
      h.supportsOnly(EnumSet.of(MessageType.ofCode(random.nextInt(14))));
    }
    return random.nextBoolean() ? h.chunkSize(random.nextLong(1L << 32)) : h;
  }

  private static String hexOf(Handshake h) {
    ByteBuffer b = ByteBuffer.allocate(h.length());
    h.write(b);
    return HexFormat.of().formatHex(b.array());
  }
}

package tv.martlet.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.NtpTime;
import tv.martlet.chunk.SignatureAlgorithm;

/** Puts each message into names and fields. Accepts everything. */
final class MessageTeller implements MessageHandler {
  /** NTP timestamps of this century are far above, microseconds since 1970 far below. */
  private static final long LEAST_NTP = 1L << 56;

  private final Format format;
  private final List<DecodedDatagram.Message> told = new ArrayList<>();

  MessageTeller(Format format) {
    this.format = format;
  }

  List<DecodedDatagram.Message> told() {
    return told;
  }

  private Map<String, Object> tell(String name) {
    Map<String, Object> fields = new LinkedHashMap<>();
    told.add(new DecodedDatagram.Message(name, fields));
    return fields;
  }

  @Override
  public boolean handshake(Handshake h) {
    Map<String, Object> fields = tell("HANDSHAKE");
    fields.put("source", DecodedDatagram.hex(h.sourceChannel()));
    putCode(fields, "version", h.version(), null);
    putCode(fields, "minimum-version", h.minVersion(), null);
    if (h.swarmIdLength() != Handshake.ABSENT) {
      fields.put("swarm", h.swarmId().toString());
    }
    putCode(fields, "integrity", h.integrity(), IntegrityMethod.ofCode(h.integrity()));
    putCode(fields, "hash", h.hash(), HashFunction.ofCode(h.hash()));
    putCode(fields, "signature", h.signature(), SignatureAlgorithm.ofCode(h.signature()));
    putCode(fields, "addressing", h.addressing(), ChunkAddressing.ofCode(h.addressing()));
    if (h.hasDiscardWindow()) {
      boolean all = h.discardWindow() == Handshake.KEEPS_ALL;
      fields.put("discard-window", all ? "keeps all" : (Object) h.discardWindow());
    }
    putSupported(fields, h);
    putChunkSize(fields, h.chunkSize());
    return true;
  }

  private static void putCode(Map<String, Object> fields, String name, int code, Enum<?> meaning) {
    if (code != Handshake.ABSENT) {
      fields.put(name, meaning == null ? (Object) code : meaning.name());
    }
  }

  private static void putSupported(Map<String, Object> fields, Handshake h) {
    if (h.hasSupportedMessages()) {
      List<String> names = new ArrayList<>();
      for (MessageType type : MessageType.values()) {
        if (h.supports(type)) {
          names.add(type.name());
        }
      }
      fields.put("supported", names);
    }
  }

  private static void putChunkSize(Map<String, Object> fields, long size) {
    if (size != Handshake.ABSENT) {
      fields.put("chunk-size", size == Handshake.VARIABLE_CHUNK_SIZE ? "variable" : (Object) size);
    }
  }

  @Override
  public boolean data(long chunk, long timestamp, ByteBuffer d, int offset, int length) {
    Map<String, Object> fields = tell("DATA");
    fields.put("chunk", chunk);
    fields.put("timestamp", timestamp);
    fields.put("bytes", length);
    return true;
  }

  @Override
  public boolean ack(long first, long last, long delayMicros) {
    range("ACK", first, last).put("delay", delayMicros);
    return true;
  }

  @Override
  public boolean have(long first, long last) {
    range("HAVE", first, last);
    return true;
  }

  @Override
  public boolean integrity(long first, long last, ByteBuffer d, int offset) {
    range("INTEGRITY", first, last).put("hash", hex(d, offset, format.hashLength()));
    return true;
  }

  @Override
  public boolean signedIntegrity(long first, long last, long ntp, ByteBuffer d, int offset) {
    Map<String, Object> fields = range("SIGNED_INTEGRITY", first, last);
    fields.put("timestamp", Long.toUnsignedString(ntp, 16));
    fields.put("time", time(ntp));
    fields.put("signature", hex(d, offset, format.signatureLength()));
    return true;
  }

  /** libswift puts microseconds since 1970 where RFC 7574 §8.9 puts an NTP timestamp. */
  private static String time(long stamp) {
    boolean micros = stamp >= 0 && stamp < LEAST_NTP;
    return Instant.EPOCH
        .plus(micros ? stamp : NtpTime.toMicros(stamp), ChronoUnit.MICROS)
        .toString();
  }

  @Override
  public boolean request(long first, long last) {
    range("REQUEST", first, last);
    return true;
  }

  @Override
  public boolean cancel(long first, long last) {
    range("CANCEL", first, last);
    return true;
  }

  private Map<String, Object> range(String name, long first, long last) {
    Map<String, Object> fields = tell(name);
    fields.put("first", first);
    fields.put("last", last);
    return fields;
  }

  @Override
  public boolean choke() {
    tell("CHOKE");
    return true;
  }

  @Override
  public boolean unchoke() {
    tell("UNCHOKE");
    return true;
  }

  @Override
  public boolean pexRequest() {
    tell("PEX_REQ");
    return true;
  }

  @Override
  public boolean pexV4(ByteBuffer d, int offset) {
    tell("PEX_RESv4").put("peer", peer(d, offset, 4));
    return true;
  }

  @Override
  public boolean pexV6(ByteBuffer d, int offset) {
    tell("PEX_RESv6").put("peer", peer(d, offset, 16));
    return true;
  }

  private static String peer(ByteBuffer d, int offset, int addressBytes) {
    byte[] address = new byte[addressBytes];
    d.get(offset, address);
    try {
      String host = InetAddress.getByAddress(address).getHostAddress();
      int port = d.getShort(offset + addressBytes) & 0xFFFF;
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(addressBytes + " bytes are no address", e);
    }
  }

  @Override
  public boolean pexCertificate(ByteBuffer d, int offset, int length) {
    tell("PEX_REScert").put("certificate", hex(d, offset, length));
    return true;
  }

  private static String hex(ByteBuffer d, int offset, int length) {
    byte[] bytes = new byte[length];
    d.get(offset, bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

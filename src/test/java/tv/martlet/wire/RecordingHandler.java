package tv.martlet.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes every message down as a line, e.g. {@code have 0-4095}. */
final class RecordingHandler implements MessageHandler {
  final List<String> lines = new ArrayList<>();
  private final Format format;
  private final String refused;

  RecordingHandler(Format format) {
    this(format, null);
  }

  /** Refuses messages whose line begins with this word. */
  RecordingHandler(Format format, String refused) {
    this.format = format;
    this.refused = refused;
  }

  private boolean line(String line) {
    lines.add(line);
    return refused == null || !line.startsWith(refused);
  }

  private static String hex(ByteBuffer d, int offset, int length) {
    byte[] bytes = new byte[length];
    d.get(offset, bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private boolean range(String name, long first, long last) {
    return line(name + " " + first + "-" + last);
  }

  @Override
  public boolean handshake(Handshake h) {
    ByteBuffer b = ByteBuffer.allocate(h.length());
    h.write(b);
    return line("handshake " + hex(b, 0, b.limit()));
  }

  @Override
  public boolean data(long chunk, long timestamp, ByteBuffer d, int offset, int length) {
    return line("data " + chunk + " @" + timestamp + " " + hex(d, offset, length));
  }

  @Override
  public boolean ack(long first, long last, long delayMicros) {
    return line("ack " + first + "-" + last + " +" + delayMicros);
  }

  @Override
  public boolean have(long first, long last) {
    return range("have", first, last);
  }

  @Override
  public boolean integrity(long first, long last, ByteBuffer d, int offset) {
    return line("integrity " + first + "-" + last + " " + hex(d, offset, format.hashLength()));
  }

  @Override
  public boolean signedIntegrity(long first, long last, long ntp, ByteBuffer d, int offset) {
    String signature = hex(d, offset, format.signatureLength());
    return line("signed " + first + "-" + last + " @" + ntp + " " + signature);
  }

  @Override
  public boolean request(long first, long last) {
    return range("request", first, last);
  }

  @Override
  public boolean cancel(long first, long last) {
    return range("cancel", first, last);
  }

  @Override
  public boolean choke() {
    return line("choke");
  }

  @Override
  public boolean unchoke() {
    return line("unchoke");
  }

  @Override
  public boolean pexRequest() {
    return line("pexRequest");
  }

  @Override
  public boolean pexV4(ByteBuffer d, int offset) {
    return line("pexV4 " + hex(d, offset, 6));
  }

  @Override
  public boolean pexV6(ByteBuffer d, int offset) {
    return line("pexV6 " + hex(d, offset, 18));
  }

  @Override
  public boolean pexCertificate(ByteBuffer d, int offset, int length) {
    return line("pexCertificate " + hex(d, offset, length));
  }
}

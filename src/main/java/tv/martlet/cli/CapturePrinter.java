package tv.martlet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.wire.DatagramDecoder;
import tv.martlet.wire.DecodedDatagram;
import tv.martlet.wire.Format;
import tv.martlet.wire.PcapException;
import tv.martlet.wire.PcapReader;
import tv.martlet.wire.UdpDatagram;

/** Prints datagrams as words, or as one line of JSON each. */
final class CapturePrinter {
  private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("-", 0);

  private final DatagramDecoder decoder = new DatagramDecoder();
  private final PrintWriter out;
  private final boolean json;

  CapturePrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints every UDP datagram of a pcap stream. */
  void capture(InputStream in) throws IOException {
    try (PcapReader reader = new PcapReader(in)) {
      for (UdpDatagram each = reader.next(); each != null; each = reader.next()) {
        print(each, decoder.decode(each.source(), each.destination(), each.payload()));
      }
    } catch (PcapException e) {
      throw VerbException.failed(e.getMessage());
    }
  }

  /**
   * Prints one datagram.
   *
   * @param swarm what its format follows from, or null for its own handshake
   */
  void datagram(SwarmMetadata swarm, byte[] bytes) {
    ByteBuffer payload = ByteBuffer.wrap(bytes);
    DecodedDatagram decoded =
        swarm == null
            ? decoder.decode(NOWHERE, NOWHERE, payload)
            : decoder.decode(format(swarm), payload);
    if (json) {
      out.println(Json.line(words(decoded, new LinkedHashMap<>())));
    } else {
      decoded.lines().forEach(out::println);
    }
  }

  private static Format format(SwarmMetadata swarm) {
    return new Format(
        swarm.addressing(), swarm.chunkSize(), swarm.hashLength(), swarm.signatureLength());
  }

  private void print(UdpDatagram datagram, DecodedDatagram decoded) {
    Instant time = Instant.EPOCH.plus(datagram.micros(), ChronoUnit.MICROS);
    if (json) {
      Map<String, Object> table = new LinkedHashMap<>();
      table.put("time", time.toString());
      table.put("source", text(datagram.source()));
      table.put("destination", text(datagram.destination()));
      table.put("length", datagram.length());
      out.println(Json.line(words(decoded, table)));
      return;
    }
    List<String> lines = decoded.lines();
    out.println(
        time
            + " "
            + text(datagram.source())
            + " > "
            + text(datagram.destination())
            + " "
            + datagram.length()
            + " bytes"
            + (datagram.cut() ? " (cut by the capture)" : "")
            + " "
            + lines.get(0));
    lines.subList(1, lines.size()).forEach(out::println);
  }

  private static Map<String, Object> words(DecodedDatagram decoded, Map<String, Object> table) {
    table.put("channel", String.format("%08x", decoded.channel()));
    table.put("messages", decoded.messages().stream().map(CapturePrinter::message).toList());
    table.put("outcome", decoded.outcome().name());
    table.put("note", decoded.note());
    return table;
  }

  private static Map<String, Object> message(DecodedDatagram.Message message) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("message", message.name());
    table.putAll(message.fields());
    return table;
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}

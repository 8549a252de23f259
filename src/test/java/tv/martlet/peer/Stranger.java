package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.wire.DatagramDecoder;
import tv.martlet.wire.Format;
import tv.martlet.wire.Handshake;
import tv.martlet.wire.MessageReader;
import tv.martlet.wire.MessageWriter;

/** A peer played by hand: says what the test says, keeps what it hears. */
final class Stranger {
  final Mesh mesh;
  final InetSocketAddress address;
  final SwarmMetadata metadata;
  final Format format;
  final List<byte[]> heard = new ArrayList<>();
  int channel = 0x5eed0001;

  /** The channel that the engine chose, 0 until its handshake came. */
  int theirs;

  private final MessageWriter writer;
  private int taken;

  Stranger(Mesh mesh, int number, SwarmMetadata metadata) {
    this(mesh, new byte[] {10, 9, (byte) (number >> 8), (byte) number}, metadata);
  }

  Stranger(Mesh mesh, byte[] ip, SwarmMetadata metadata) {
    this.mesh = mesh;
    this.metadata = metadata;
    this.address = Mesh.address(ip, 6778);
    this.format =
        new Format(
            metadata.addressing(),
            metadata.chunkSize(),
            metadata.hashLength(),
            metadata.signatureLength());
    this.writer = new MessageWriter(format);
    mesh.strangers.put(address, this::hear);
  }

  private void hear(byte[] bytes) {
    heard.add(bytes);
    Handshake h = new Handshake();
    ByteBuffer d = ByteBuffer.wrap(bytes);
    boolean read =
        MessageReader.readHandshake(d, 4, bytes.length - 4, h) == MessageReader.Outcome.OK;
    boolean dialled = bytes.length > 3 && d.getInt(0) == 0;
    if (read && !h.closing() && (!dialled || theirs == 0)) {
      theirs = h.sourceChannel();
    }
  }

  /** A complete first handshake of ours. */
  Handshake handshake() {
    return described(Handshake.initiator(channel, metadata.id()));
  }

  /** The answer to a handshake of theirs. */
  Handshake answer() {
    return described(Handshake.responder(channel));
  }

  private Handshake described(Handshake h) {
    h.integrity(metadata.integrity()).addressing(metadata.addressing());
    h.chunkSize(metadata.chunkSize());
    if (metadata.hashLength() > 0) {
      h.hash(metadata.hash());
    }
    if (metadata.live()) {
      h.signature(metadata.signature()).discardWindow(Handshake.KEEPS_ALL);
    }
    return h;
  }

  void send(Mesh.Host to, byte[] bytes) {
    mesh.at(mesh.now + mesh.delayMicros, () -> mesh.deliver(to, address, bytes));
  }

  byte[] write(int destination, Consumer<MessageWriter> messages) {
    ByteBuffer buffer = ByteBuffer.allocate(65_000);
    writer.begin(buffer, 65_000, destination);
    messages.accept(writer);
    return Arrays.copyOf(buffer.array(), writer.length());
  }

  /** Sends messages to the channel that the engine has chosen. */
  void say(Mesh.Host to, Consumer<MessageWriter> messages) {
    send(to, write(theirs, messages));
  }

  /** Opens a channel: handshake, answer, and a keep-alive as the third datagram. */
  void open(Mesh.Host to) {
    send(to, write(0, w -> w.handshake(handshake())));
    mesh.run(3 * mesh.delayMicros);
    if (theirs == 0) {
      throw new AssertionError("the handshake was not answered");
    }
    say(to, w -> {});
    mesh.run(3 * mesh.delayMicros);
  }

  /** Lines of what was heard since the last call. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (; taken < heard.size(); taken++) {
      lines.addAll(new DatagramDecoder().decode(format, ByteBuffer.wrap(heard.get(taken))).lines());
    }
    return lines;
  }

  /** Names and fields of the messages heard since the last call, without channel lines. */
  List<String> messages() {
    return lines().stream().filter(l -> l.startsWith("  ")).map(String::strip).toList();
  }

  /** The chunks heard since the last call, each at its first coming: probes repeat some. */
  List<Long> chunks() {
    return messages().stream()
        .filter(l -> l.startsWith("DATA"))
        .map(l -> Long.valueOf(l.replaceAll(".*chunk=(\\d+) .*", "$1")))
        .distinct()
        .toList();
  }

  int count(String name) {
    return (int) messages().stream().filter(l -> l.startsWith(name)).count();
  }
}

package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkFile;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.wire.Handshake;
import tv.martlet.wire.MessageReader;
import tv.martlet.wire.PcapReader;
import tv.martlet.wire.UdpDatagram;

/** The example of RFC 7574 §8.16 byte for byte, and what libswift said, against the engine. */
class InteropTest {
  private static final long SECOND = 1_000_000;
  private static final HexFormat HEX = HexFormat.of();

  @TempDir Path dir;
  private final List<byte[]> sent = new ArrayList<>();
  private long now = Mesh.EPOCH;

  /** An engine whose channel is the one given. */
  private Engine engine(int channel) {
    ByteBuffer memory = ByteBuffer.allocate(65_536);
    RandomGenerator fixed =
        new RandomGenerator() {
          @Override
          public int nextInt() {
            return channel;
          }

          @Override
          public long nextLong() {
            return channel;
          }
        };
    return new Engine(
        EngineSettings.defaults(),
        fixed,
        new DatagramSink() {
          @Override
          public ByteBuffer begin(int maxBytes) {
            return memory.clear();
          }

          @Override
          public void send(java.net.InetSocketAddress to) {
            sent.add(Arrays.copyOf(memory.array(), memory.position()));
          }
        });
  }

  private String last() {
    return sent.isEmpty() ? "" : HEX.formatHex(sent.get(sent.size() - 1));
  }

  private void receive(Engine engine, String hex) {
    byte[] bytes = HEX.parseHex(hex);
    engine.receive(
        ByteBuffer.wrap(bytes), 0, bytes.length, Mesh.address(new byte[] {10, 0, 0, 9}, 7), now);
    engine.advance(now);
  }

  private Swarm join(Engine engine, Content content) {
    return engine.join(content, SwarmPolicy.plain(engine.settings()), SwarmListener.NONE, now);
  }

  /**
   * The drawing has a root of 20 bytes beside SHA-256; here it is of 32, as the text has it. Our
   * leecher asks for peers too, as the example's does.
   */
  @Test
  void theExampleOfTheRfc() throws IOException {
    byte[] hello = "Hello World!\n".getBytes(StandardCharsets.US_ASCII);
    Path original = Files.write(dir.resolve("hello"), hello);
    Content seeded =
        Content.seedFile(original, SwarmMetadata.template(HashFunction.SHA256), n -> {});
    String root = HEX.formatHex(seeded.metadata().id().copy());
    String options = "0301" + "0402" + "0602" + "0900000400" + "ff";
    String first = "00000000" + "00" + "00000001" + "0001" + "0101" + "020020" + root + options;
    String second = "00000001" + "00" + "00000008" + "0001" + options + "03" + "0000000000000000";
    String third = "00000008" + "08" + "0000000000000000" + "06";

    Engine leecher = engine(1);
    Path copy = dir.resolve("copy");
    SwarmMetadata known = SwarmMetadata.file(seeded.metadata().id());
    Swarm fetched = join(leecher, Content.fetchFile(copy, known, 1 << 20));
    fetched.offer(Mesh.address(new byte[] {10, 0, 0, 9}, 7), now);
    leecher.advance(now);
    assertEquals(first, last());
    receive(leecher, second);
    assertEquals(third, last());
    now += 100_000;
    String stamp = String.format("%016x", now - 100_000);
    receive(leecher, "00000001" + "01" + "0000000000000000" + stamp + HEX.formatHex(hello));
    now += 2_000;
    leecher.advance(now);
    assertEquals("00000008" + "02" + "0000000000000000" + "00000000000186a0", last());
    leecher.leave(fetched, now);
    assertEquals("00000008" + "00" + "00000000" + "ff", last());
    ((ChunkFile) fetched.content().store()).complete();
    assertArrayEquals(hello, Files.readAllBytes(copy));

    sent.clear();
    Engine seeder = engine(8);
    Swarm swarm = join(seeder, seeded);
    receive(seeder, first);
    assertEquals(second, last());
    receive(seeder, third);
    String data =
        "00000001" + "01" + "0000000000000000" + String.format("%016x", now) + HEX.formatHex(hello);
    assertEquals(data, last());
    receive(seeder, "00000008" + "02" + "0000000000000000" + "00000000000186a0");
    receive(seeder, "00000008" + "03" + "0000000000000000");
    receive(seeder, "00000008" + "00" + "00000000" + "ff");
    assertEquals(0, swarm.neighbours().size());
    assertEquals(0, seeder.counters().malformed);
    assertEquals(1, seeder.counters().contentOut / hello.length);
  }

  private static List<UdpDatagram> capture(String name) throws IOException {
    List<UdpDatagram> all = new ArrayList<>();
    try (PcapReader pcap =
        new PcapReader(
            InteropTest.class.getResourceAsStream("/tv/martlet/vectors/" + name + ".pcap"))) {
      for (UdpDatagram d = pcap.next(); d != null; d = pcap.next()) {
        all.add(d);
      }
    }
    return all;
  }

  private static byte[] bytes(UdpDatagram d) {
    byte[] bytes = new byte[d.payload().limit()];
    d.payload().get(0, bytes);
    return bytes;
  }

  private static Handshake handshake(UdpDatagram d) {
    Handshake h = new Handshake();
    ByteBuffer b = ByteBuffer.wrap(bytes(d));
    assertEquals(MessageReader.Outcome.OK, MessageReader.readHandshake(b, 4, b.limit() - 4, h));
    return h;
  }

  /** All that the captured peer said after its handshake, to the channel that our engine chose. */
  private void replay(Engine engine, List<UdpDatagram> all) {
    UdpDatagram reply = all.get(1);
    long start = reply.micros();
    for (UdpDatagram d : all) {
      if (d.source().equals(reply.source())) {
        byte[] bytes = bytes(d);
        ByteBuffer.wrap(bytes).putInt(1);
        now = Math.max(now, Mesh.EPOCH + d.micros() - start);
        receive(engine, HEX.formatHex(bytes));
      }
    }
  }

  @Test
  void aFileOfLibswift() throws IOException {
    List<UdpDatagram> all = capture("libswift-static-first60");
    SwarmId root = handshake(all.get(0)).swarmId();
    SwarmMetadata metadata =
        new SwarmMetadata(
            root,
            IntegrityMethod.MERKLE_TREE,
            HashFunction.SHA1,
            null,
            ChunkAddressing.CHUNKS_32,
            1024,
            -1,
            false);
    Engine engine = engine(1);
    Swarm swarm = join(engine, Content.fetchFile(dir.resolve("swift"), metadata, 1L << 30));
    swarm.offer(Mesh.address(new byte[] {10, 0, 0, 9}, 7), now);
    engine.advance(now);
    assertEquals(9, sent.get(0)[sent.get(0).length - 6], "the chunk size stands last");
    now += SECOND + 1;
    engine.advance(now);
    assertFalse(last().endsWith("0900000400ff"), "then without options that libswift knows not");
    String theirs = HEX.formatHex(bytes(all.get(0)));
    assertEquals(theirs.length(), last().length());
    assertEquals(theirs.substring(18), last().substring(18), "as libswift itself would say it");
    replay(engine, all);
    assertEquals(4_098, swarm.content().integrity().chunkCount());
    assertEquals(30, swarm.content().store().available().size());
    assertEquals(0, engine.counters().falsified + engine.counters().unproven);
    assertEquals(0, engine.counters().malformed);
    assertEquals(1, swarm.neighbours().size());
    swarm.content().close();
  }

  @Test
  void aStreamOfLibswift() throws IOException {
    List<UdpDatagram> all = capture("libswift-live-first80");
    now = all.get(0).micros();
    SwarmMetadata metadata =
        new SwarmMetadata(
            handshake(all.get(0)).swarmId(),
            IntegrityMethod.UNIFIED_MERKLE_TREE,
            HashFunction.SHA1,
            SignatureAlgorithm.ECDSAP256SHA256,
            ChunkAddressing.CHUNKS_32,
            1024,
            -1,
            true);
    Engine engine = engine(1);
    Content content =
        Content.live(metadata, 8 << 20, SignatureChecker.inline(), engine.signatureListener());
    Swarm swarm = join(engine, content);
    swarm.offer(Mesh.address(new byte[] {10, 0, 0, 9}, 7), now);
    engine.advance(now);
    now += SECOND + 1;
    engine.advance(now);
    Handshake ours = new Handshake();
    ByteBuffer b = ByteBuffer.wrap(sent.get(sent.size() - 1));
    MessageReader.readHandshake(b, 4, b.limit() - 4, ours);
    assertEquals(Handshake.ABSENT, ours.hash(), "implied by libswift");
    assertEquals(Handshake.ABSENT, ours.chunkSize());
    replay(engine, all);
    assertEquals(32, content.store().available().size());
    assertEquals(32, content.integrity().munroWidth());
    assertEquals(0, engine.counters().falsified + engine.counters().unproven);
    assertEquals(0, engine.counters().stale + engine.counters().malformed);
  }

  /** Our seeder answers libswift's own first datagram without options that it does not know. */
  @Test
  void libswiftIsAnswered() throws IOException {
    StaticFixture file =
        new StaticFixture(
            dir,
            50_000,
            StaticFixture.template(
                IntegrityMethod.MERKLE_TREE, HashFunction.SHA1, ChunkAddressing.CHUNKS_32));
    byte[] dial = bytes(capture("libswift-static-first60").get(0));
    String swift =
        HEX.formatHex(handshake(capture("libswift-static-first60").get(0)).swarmId().copy());
    String here = HEX.formatHex(file.known.id().copy());
    String hex = HEX.formatHex(dial);
    assertTrue(hex.contains(swift));
    Engine engine = engine(8);
    join(engine, file.seed());
    receive(engine, hex.replace(swift, here));
    assertEquals(1, sent.size());
    Handshake reply = new Handshake();
    ByteBuffer b = ByteBuffer.wrap(sent.get(0));
    assertEquals(MessageReader.Outcome.OK, MessageReader.readHandshake(b, 4, b.limit() - 4, reply));
    assertEquals(Handshake.ABSENT, reply.chunkSize());
    assertFalse(reply.hasSupportedMessages());
    assertTrue(sent.get(0).length <= dial.length);
    String request = "00000008" + "08" + "0000000000000000";
    receive(engine, request);
    assertEquals(1_024, engine.counters().contentOut);
  }
}

package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SwarmId;
import tv.martlet.wire.Handshake;
import tv.martlet.wire.MessageReader;

/** Who comes to us: the three-way handshake (RFC 7574 §3.1.1) and its failures. */
class HandshakeTest extends SeederAndStranger {
  private void greet(Handshake h) {
    stranger.send(host, stranger.write(0, w -> w.handshake(h)));
    mesh.run(10_000);
  }

  @Test
  void threeDatagramsOpenAChannel() {
    greet(stranger.handshake());
    assertEquals(1, stranger.heard.size());
    assertEquals(stranger.channel, ByteBuffer.wrap(stranger.heard.get(0)).getInt());
    assertNotEquals(0, stranger.theirs);
    List<String> reply = stranger.messages();
    assertTrue(reply.get(0).startsWith("HANDSHAKE"), reply.toString());
    assertEquals("HAVE first=0 last=19", reply.get(1));
    assertEquals(2, reply.size());
    assertEquals(0, swarm.neighbours().size(), "not open before the third datagram");
    stranger.say(host, w -> w.request(0, 0));
    mesh.run(10_000);
    assertEquals(1, swarm.neighbours().size());
    assertEquals(1, stranger.count("DATA"));
  }

  @Test
  void noPayloadBeforeTheThirdDatagram() {
    stranger.send(
        host,
        stranger.write(
            0,
            w -> {
              w.handshake(stranger.handshake());
              w.request(0, 3);
              w.pexRequest();
            }));
    mesh.run(3 * SECOND);
    List<String> heard = stranger.messages();
    assertTrue(
        heard.stream().allMatch(l -> l.startsWith("HANDSHAKE") || l.startsWith("HAVE")),
        heard.toString());
  }

  @Test
  void halfOpenChannelsAreForgotten() {
    greet(stranger.handshake());
    assertEquals(1, swarm.neighbourhood().greeting().size());
    mesh.run(6 * SECOND);
    assertEquals(0, swarm.neighbourhood().greeting().size());
    stranger.say(host, w -> w.request(0, 0));
    mesh.run(SECOND);
    assertEquals(0, swarm.neighbours().size());
    assertEquals(1, host.engine.counters().strays);
  }

  @Test
  void aRepeatedHandshakeIsAnsweredOnTheSameChannel() {
    greet(stranger.handshake());
    int first = stranger.theirs;
    greet(stranger.handshake());
    assertEquals(2, stranger.heard.size());
    assertEquals(first, stranger.theirs);
    assertEquals(1, swarm.neighbourhood().greeting().size());
  }

  @Test
  void checksThatFailAreNotAnswered() {
    List<UnaryOperator<Handshake>> wrong =
        List.of(
            h -> h.swarmId(SwarmId.of(new byte[32])),
            h -> h.swarmId(SwarmId.of(new byte[7])),
            h -> h.swarmId(null),
            h -> h.version(0),
            h -> h.version(Handshake.ABSENT),
            h -> h.version(3).minVersion(2),
            h -> h.minVersion(Handshake.ABSENT),
            h -> h.integrity(IntegrityMethod.NONE),
            h -> h.integrity(IntegrityMethod.UNIFIED_MERKLE_TREE),
            h -> h.hash(HashFunction.SHA1),
            h -> h.addressing(ChunkAddressing.BINS_32),
            h -> h.chunkSize(2048),
            h -> h.chunkSize(Handshake.VARIABLE_CHUNK_SIZE));
    for (UnaryOperator<Handshake> change : wrong) {
      greet(change.apply(stranger.handshake()));
      assertEquals(0, stranger.heard.size());
    }
    assertEquals(wrong.size(), host.engine.counters().refused);
    assertEquals(0, swarm.neighbourhood().greeting().size());
  }

  @Test
  void aNewerVersionThatSpeaksOursIsAnswered() {
    greet(stranger.handshake().version(9).minVersion(1));
    assertTrue(stranger.messages().get(0).contains("version=1"));
  }

  @Test
  void aHandshakeWithoutChunkSizeIsAnsweredWithoutIt() {
    greet(stranger.handshake().chunkSize(Handshake.ABSENT));
    String reply = stranger.messages().get(0);
    assertFalse(reply.contains("chunk-size"), reply);
    assertNotEquals(0, stranger.theirs);
  }

  /** Step 7: what does not carry the id given, or comes from elsewhere, is dropped. */
  @Test
  void anotherAddressWithTheRightChannelIsDropped() {
    stranger.open(host);
    Stranger spoofer = new Stranger(mesh, 2, file.known);
    spoofer.theirs = stranger.theirs;
    stranger.heard.clear();
    spoofer.say(host, w -> w.request(0, 3));
    spoofer.say(host, w -> w.handshake(Handshake.ofClosing()));
    mesh.run(100_000);
    assertEquals(2, host.engine.counters().strays);
    assertEquals(1, swarm.neighbours().size());
    assertEquals(0, spoofer.heard.size());
    stranger.theirs ^= 1;
    stranger.say(host, w -> w.request(0, 3));
    mesh.run(100_000);
    assertEquals(3, host.engine.counters().strays);
    assertEquals(0, stranger.heard.size());
  }

  @Test
  void aNeighbourThatStartedAnewIsKnownAtOnce() {
    stranger.open(host);
    assertEquals(1, swarm.neighbours().size());
    int old = stranger.theirs;
    mesh.run(20 * SECOND);
    stranger.channel = 0x77777777;
    stranger.open(host);
    assertEquals(1, swarm.neighbours().size());
    assertNotEquals(old, stranger.theirs);
    assertEquals(stranger.theirs, swarm.neighbours().get(0).localId());
  }

  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void noReplyIsLongerThanWhatItAnswers(ChunkAddressing addressing) throws IOException {
    StaticFixture other =
        new StaticFixture(
            dir,
            999_999,
            StaticFixture.template(IntegrityMethod.MERKLE_TREE, HashFunction.SHA1, addressing));
    Mesh.Host seeder = mesh.host();
    Swarm holey = other.seed(mesh, seeder);
    for (int i = 0; i < 400; i += 3) {
      holey.content().store().available().remove(i, i); // many ranges to tell of
    }
    Stranger caller = new Stranger(mesh, 8, other.known);
    Random random = new Random(5);
    for (int i = 0; i < 800; i++) {
      Handshake h = caller.handshake();
      if (random.nextBoolean()) {
        h.chunkSize(Handshake.ABSENT);
      }
      if (random.nextBoolean()) {
        h.hash(null);
      }
      byte[] sent = caller.write(0, w -> w.handshake(h));
      if (random.nextBoolean()) {
        sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int before = caller.heard.size();
      caller.send(seeder, sent);
      mesh.run(10_000);
      for (byte[] reply : caller.heard.subList(before, caller.heard.size())) {
        assertTrue(reply.length <= sent.length, reply.length + " for " + sent.length);
      }
      assertTrue(caller.heard.size() - before <= 1);
    }
    assertTrue(caller.heard.size() > 200);
  }

  @Test
  void aFloodOfHandshakesIsBounded() {
    for (int i = 0; i < 3_000; i++) {
      Stranger one = new Stranger(mesh, 100 + i, file.known);
      one.channel = i + 1;
      one.send(host, one.write(0, w -> w.handshake(one.handshake())));
    }
    mesh.run(SECOND);
    assertTrue(swarm.neighbourhood().greeting().size() <= 64);
    assertTrue(host.engine.counters().refused >= 2_900);
    mesh.run(10 * SECOND);
    assertEquals(0, swarm.neighbourhood().greeting().size());
    assertTrue(swarm.candidates().size() <= 512);
    stranger.open(host);
    assertEquals(1, swarm.neighbours().size(), "the flood is over");
  }

  @Test
  void thereAreNoMoreNeighboursThanAllowed() {
    List<Stranger> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Stranger one = new Stranger(mesh, 100 + i, file.known);
      if (i % 4 == 0) {
        swarm.offer(one.address, mesh.now);
      } else {
        one.send(host, one.write(0, w -> w.handshake(one.handshake())));
      }
      all.add(one);
    }
    mesh.run(100_000);
    for (Stranger one : all) {
      Channel half = swarm.neighbourhood().greeting(one.address);
      if (half != null && half.isDialled()) {
        one.say(host, w -> w.handshake(one.answer()));
      } else if (half != null) {
        one.say(host, w -> {});
      }
    }
    mesh.run(100_000);
    assertEquals(48, swarm.neighbours().size());
  }

  @Test
  void anOldHandshakeOfLibswiftIsIgnored() {
    ByteBuffer old = ByteBuffer.allocate(4 + 1 + 4 + 20 + 5);
    old.putInt(0).put((byte) 4).putInt(0x7fffffff).put(new byte[20]).put((byte) 0).putInt(9);
    stranger.send(host, old.array());
    mesh.run(10_000);
    assertEquals(0, stranger.heard.size());
    assertEquals(1, host.engine.counters().malformed);
  }

  @Test
  void whatIsShorterThanAChannelIsCounted() {
    stranger.send(host, new byte[0]);
    stranger.send(host, new byte[3]);
    stranger.send(host, new byte[4]);
    mesh.run(10_000);
    assertEquals(3, host.engine.counters().malformed);
    assertEquals(0, stranger.heard.size());
    assertEquals(
        MessageReader.Outcome.TRUNCATED,
        MessageReader.readHandshake(ByteBuffer.allocate(4), 4, 0, new Handshake()));
  }
}

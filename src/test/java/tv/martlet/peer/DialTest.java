package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.SwarmId;
import tv.martlet.wire.Handshake;

/** Whom we dial: the three-way handshake from the other side (RFC 7574 §3.1.1). */
class DialTest extends SeederAndStranger {
  @Test
  void anUnansweredDialIsRepeatedInBothFormsAndThenGivenUp() {
    swarm.offer(stranger.address, mesh.now);
    mesh.run(16 * SECOND);
    List<String> sent = stranger.messages();
    assertEquals(4, sent.size(), sent.toString());
    for (int i = 0; i < 4; i++) {
      assertEquals(i % 2 == 0, sent.get(i).contains("chunk-size"), sent.get(i));
      assertTrue(sent.get(i).contains("swarm="), sent.get(i));
      assertTrue(sent.get(i).contains("minimum-version=1"), sent.get(i));
      assertEquals(0, ByteBuffer.wrap(stranger.heard.get(i)).getInt());
    }
    assertEquals(0, swarm.neighbourhood().greeting().size());
  }

  @Test
  void dialsInVainGrowRarer() {
    swarm.offer(stranger.address, mesh.now);
    List<Long> times = new ArrayList<>();
    mesh.strangers.put(stranger.address, bytes -> times.add(mesh.now));
    mesh.run(600 * SECOND);
    List<Long> pauses = new ArrayList<>();
    for (int i = 4; i < times.size(); i += 4) {
      pauses.add((times.get(i) - times.get(i - 1)) / SECOND);
    }
    assertTrue(pauses.get(0) < 15, "pauses " + pauses);
    long last = pauses.get(pauses.size() - 1);
    assertTrue(last >= 60 && last < 110, "pauses " + pauses);
    for (int i = 1; i < 5; i++) {
      assertTrue(pauses.get(i) >= pauses.get(i - 1), "pauses " + pauses);
    }
  }

  @Test
  void aRefusalToChannelZeroIsMatchedByItsAddress() {
    swarm.offer(stranger.address, mesh.now);
    mesh.run(10_000);
    assertEquals(1, swarm.neighbourhood().greeting().size());
    new Stranger(mesh, 3, file.known)
        .send(host, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff});
    mesh.run(10_000);
    assertEquals(1, swarm.neighbourhood().greeting().size(), "somebody else's refusal");
    stranger.send(host, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff});
    mesh.run(10_000);
    assertEquals(0, swarm.neighbourhood().greeting().size());
  }

  @Test
  void anAnswerThatDoesNotFitIsNotFollowed() {
    swarm.offer(stranger.address, mesh.now);
    mesh.run(10_000);
    Handshake other = stranger.answer().hash(HashFunction.SHA512);
    stranger.say(host, w -> w.handshake(other));
    mesh.run(10_000);
    assertEquals(0, swarm.neighbours().size());
    assertEquals(0, swarm.neighbourhood().greeting().size());
  }

  @Test
  void anAnswerWithAnotherSwarmIdIsNotFollowed() {
    swarm.offer(stranger.address, mesh.now);
    mesh.run(10_000);
    stranger.say(host, w -> w.handshake(stranger.answer().swarmId(SwarmId.of(new byte[32]))));
    mesh.run(10_000);
    assertEquals(0, swarm.neighbours().size());
  }

  @Test
  void theAnswerIsAnsweredAtOnce() throws IOException {
    Mesh.Host leecher = mesh.host();
    Swarm fetched = file.fetch(mesh, leecher);
    fetched.offer(stranger.address, mesh.now);
    mesh.run(10_000);
    stranger.messages();
    int before = stranger.heard.size();
    stranger.say(
        leecher,
        w -> {
          w.handshake(stranger.answer());
          w.have(0, 19);
        });
    mesh.run(2 * mesh.delayMicros);
    assertEquals(before + 1, stranger.heard.size());
    assertEquals(stranger.channel, ByteBuffer.wrap(stranger.heard.get(before)).getInt());
    assertEquals(List.of("REQUEST first=0 last=0", "PEX_REQ"), stranger.messages());
  }

  @Test
  void anAnswerWithNothingToSayIsAnsweredByAKeepAlive() {
    swarm.offer(stranger.address, mesh.now);
    mesh.run(10_000);
    stranger.messages();
    stranger.say(
        host,
        w -> {
          w.handshake(stranger.answer());
          w.have(0, 19);
        });
    mesh.run(10_000);
    assertEquals(1, swarm.neighbours().size());
    assertEquals(2, stranger.heard.size());
  }

  @Test
  void aLostThirdDatagramIsSentAgain() throws IOException {
    Mesh.Host leecher = mesh.host();
    Swarm fetched = file.fetch(mesh, leecher);
    int[] sent = {0};
    mesh.tap = (from, bytes) -> from != leecher || ++sent[0] != 2;
    fetched.offer(host.address, mesh.now);
    mesh.run(10_000);
    assertEquals(0, swarm.neighbours().size());
    mesh.run(3 * SECOND);
    assertTrue(fetched.isComplete());
  }

  @Test
  void anAnswerThatIsFollowedByNothingIsGivenUp() {
    swarm.offer(stranger.address, mesh.now);
    mesh.run(10_000);
    stranger.say(host, w -> w.handshake(stranger.answer()));
    mesh.run(10_000);
    assertEquals(1, swarm.neighbours().size());
    int before = stranger.heard.size();
    mesh.run(60 * SECOND);
    assertTrue(stranger.heard.size() - before >= 5);
    assertTrue(stranger.heard.stream().anyMatch(b -> b.length == 10), "a goodbye");
  }

  @Test
  void ourOwnAddressIsDialledOnce() {
    swarm.offer(host.address, mesh.now);
    List<byte[]> sent = new ArrayList<>();
    mesh.tap = (from, bytes) -> sent.add(bytes);
    mesh.run(300 * SECOND);
    assertEquals(1, sent.size());
    assertEquals(0, swarm.neighbours().size());
    assertEquals(0, swarm.neighbourhood().greeting().size());
  }

  @Test
  void whoDialEachOtherKeepOneChannel() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Mesh pair = new Mesh(seed);
      Mesh.Host a = pair.host();
      Mesh.Host b = pair.host();
      Swarm left = file.seed(pair, a);
      Swarm right = file.fetch(pair, b);
      left.offer(b.address, pair.now);
      right.offer(a.address, pair.now);
      pair.run(30 * SECOND);
      assertEquals(1, left.neighbours().size(), "seed " + seed);
      assertEquals(1, right.neighbours().size(), "seed " + seed);
      assertEquals(
          left.neighbours().get(0).localId(), right.neighbours().get(0).remoteId(), "seed " + seed);
      assertTrue(right.isComplete());
      long handshakes = a.sent + b.sent;
      pair.run(10 * SECOND);
      assertTrue(a.sent + b.sent - handshakes < 200, "quiet once it is done");
    }
  }
}

package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import tv.martlet.wire.Handshake;

/** The end of a channel, said (RFC 7574 §3.1.1, §8.4) or seen by silence (§3.12). */
class GoodbyeTest extends SeederAndStranger {
  @Test
  void leavingSaysGoodbye() {
    stranger.open(host);
    stranger.lines();
    int before = stranger.heard.size();
    host.engine.leave(swarm, mesh.now);
    mesh.run(10_000);
    assertEquals(before + 1, stranger.heard.size());
    byte[] goodbye = stranger.heard.get(before);
    ByteBuffer expected = ByteBuffer.allocate(10).putInt(stranger.channel);
    expected.put((byte) 0).putInt(0).put((byte) 0xff);
    assertEquals(ByteBuffer.wrap(expected.array()), ByteBuffer.wrap(goodbye));
    stranger.say(host, w -> w.request(0, 3));
    mesh.run(100 * SECOND);
    assertEquals(before + 1, stranger.heard.size());
  }

  @Test
  void aGoodbyeClosesTheChannel() {
    stranger.open(host);
    stranger.say(host, w -> w.handshake(Handshake.ofClosing()));
    mesh.run(10_000);
    assertEquals(0, swarm.neighbours().size());
    stranger.lines();
    stranger.say(host, w -> w.request(0, 3));
    mesh.run(10_000);
    assertEquals(0, stranger.count("DATA"));
  }

  @Test
  void aSilentNeighbourIsKeptThreeMinutes() {
    stranger.open(host);
    long heard = mesh.now;
    stranger.lines();
    int before = stranger.heard.size();
    mesh.run(175 * SECOND);
    assertEquals(1, swarm.neighbours().size());
    int sent = stranger.heard.size() - before;
    assertTrue(sent >= 3 && sent <= 20, "keep-alives " + sent);
    assertEquals(4, stranger.heard.get(before + 2).length, "a keep-alive is a channel id");
    mesh.run(heard + 205 * SECOND - mesh.now);
    assertEquals(0, swarm.neighbours().size());
  }

  @Test
  void keepAlivesKeepAChannelOpen() {
    stranger.open(host);
    for (int i = 0; i < 10; i++) {
      mesh.run(100 * SECOND);
      stranger.say(host, w -> {});
    }
    mesh.run(SECOND);
    assertEquals(1, swarm.neighbours().size());
  }
}

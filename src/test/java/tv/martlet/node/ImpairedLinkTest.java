package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ImpairedLinkTest {
  private static final int DATAGRAMS = 2000;

  private static DatagramSocket socket() throws Exception {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(4 << 20);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(DatagramSocket from, InetSocketAddress to, int bytes) throws Exception {
    from.send(new DatagramPacket(new byte[bytes], bytes, to));
  }

  private static InetSocketAddress receive(DatagramSocket at) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    at.receive(packet);
    return (InetSocketAddress) packet.getSocketAddress();
  }

  /** Sends all, then counts what comes until the link has said what it dropped. */
  private static int arrived(ImpairedPipe.Shape shape, long seed) throws Exception {
    try (ImpairedLink link = ImpairedLink.open(shape, seed);
        DatagramSocket client = socket();
        DatagramSocket server = socket()) {
      InetSocketAddress front = link.towards((InetSocketAddress) server.getLocalSocketAddress());
      for (int i = 0; i < DATAGRAMS; i++) {
        send(client, front, 500);
      }
      int got = 0;
      server.setSoTimeout(100);
      while (got + link.dropped() < DATAGRAMS) {
        try {
          receive(server);
          got++;
        } catch (SocketTimeoutException e) {
          // not yet
        }
      }
      assertEquals(DATAGRAMS, got + link.dropped());
      return got;
    }
  }

  @Test
  void carriesBothWaysAfterTheDelay() throws Exception {
    ImpairedPipe.Shape shape = new ImpairedPipe.Shape(30_000, 0, 0, 0);
    try (ImpairedLink link = ImpairedLink.open(shape, 1);
        DatagramSocket client = socket();
        DatagramSocket server = socket()) {
      InetSocketAddress front = link.towards((InetSocketAddress) server.getLocalSocketAddress());
      long begin = System.nanoTime();
      send(client, front, 100);
      InetSocketAddress seen = receive(server);
      send(server, seen, 100);
      assertEquals(front, receive(client));
      assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(60));
    }
  }

  @Test
  void losesTheGivenShareAndTheSameOnesForTheSameSeed() throws Exception {
    ImpairedPipe.Shape shape = new ImpairedPipe.Shape(0, 0.1, 0, 0);
    int got = arrived(shape, 7);
    assertTrue(got > DATAGRAMS * 0.87 && got < DATAGRAMS * 0.93, "arrived " + got);
    assertEquals(got, arrived(shape, 7));
  }

  @Test
  void aFullQueueDropsWhatComes() throws Exception {
    // 2000 datagrams of 500 bytes are a second of this bottleneck; a tenth of a second may wait.
    ImpairedPipe.Shape shape = new ImpairedPipe.Shape(0, 0, 1_000_000, 100_000);
    int got = arrived(shape, 1);
    assertTrue(got >= 200 && got < DATAGRAMS, "arrived " + got);
  }
}

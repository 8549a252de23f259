package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tv.martlet.media.SourceState.Phase;

/** Channels that come over UDP and RTP, mostly from the real ffmpeg. */
class DatagramSourceTest {
  private static int freeUdpPort() throws IOException {
    try (DatagramSocket s = new DatagramSocket(0)) {
      return s.getLocalPort();
    }
  }

  private static void fedOverUdp(String listen, String send, String muxer, boolean restart)
      throws Exception {
    int port = freeUdpPort();
    MediaInput input = MediaInput.of(InputUri.parse(listen.formatted(port)), PaceClock.system());
    try (Watched watched = new Watched(input)) {
      LiveEncoder first = LiveEncoder.to(send.formatted(port), muxer);
      watched.await(Phase.RUNNING);
      watched.awaitBytes(60_000);
      first.kill();
      if (restart) {
        LiveEncoder second = LiveEncoder.to(send.formatted(port), muxer);
        watched.awaitBytes(60_000);
        second.kill();
      }
      decodes(watched.bytes.bytes());
    }
  }

  /** The part before the kill has to be sound: joined, it decodes without a complaint. */
  private static void decodes(byte[] received) {
    Clips.Gather joined = new Clips.Gather();
    TsJoiner joiner = new TsJoiner(joined, TsJoiner.AfterGap.NEXT_UNIT);
    joiner.push(ByteBuffer.wrap(received, 0, 50_000));
    assertTrue(joiner.isStarted());
    List<Clips.Packet> packets = Clips.packets(joined.bytes(), "v");
    assertTrue(packets.size() > 5, packets.size() + " pictures");
    assertTrue(packets.get(0).key());
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(received, 0, 50_000);
    assertEquals(0, scanner.counterErrors());
  }

  @Test
  void udpUnicastFromFfmpegKilledAndRestarted() throws Exception {
    fedOverUdp("udp://127.0.0.1:%d", "udp://127.0.0.1:%d?pkt_size=1316", "mpegts", true);
  }

  @Test
  void udpOnIpv6() throws Exception {
    fedOverUdp("udp://[::1]:%d", "udp://[::1]:%d?pkt_size=1316", "mpegts", false);
  }

  @Test
  void udpMulticastOnAnInterface() throws Exception {
    fedOverUdp(
        "udp://239.77.1.1:%d?interface=lo",
        "udp://239.77.1.1:%d?pkt_size=1316&localaddr=127.0.0.1&ttl=0", "mpegts", false);
  }

  @Test
  void rtpFromFfmpegKilledAndRestarted() throws Exception {
    fedOverUdp("rtp://127.0.0.1:%d", "rtp://127.0.0.1:%d?pkt_size=1328", "rtp_mpegts", true);
  }

  @Test
  void rtpSentToUdpSaysSo() throws Exception {
    int port = freeUdpPort();
    MediaInput input = MediaInput.of(InputUri.parse("udp://127.0.0.1:" + port), PaceClock.system());
    try (Watched watched = new Watched(input)) {
      LiveEncoder p = LiveEncoder.to("rtp://127.0.0.1:" + port, "rtp_mpegts");
      SourceState state = watched.await(Phase.FAILED);
      p.kill();
      assertTrue(state.sentence().contains("use rtp://"), state.sentence());
    }
  }

  @Test
  void aTakenPortIsToldAndTriedAgain() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      String uri = "udp://127.0.0.1:" + port;
      try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
        SourceState state = watched.await(Phase.RETRYING);
        assertTrue(state.sentence().contains("is it taken"), state.sentence());
        taken.close();
        byte[] ts = Arrays.copyOf(Clips.shortH264(), 7 * 188 * 4);
        try (DatagramSocket sender = new DatagramSocket()) {
          InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
          while (watched.source.state().phase() != Phase.RUNNING) {
            for (int at = 0; at < ts.length; at += 1316) {
              sender.send(new DatagramPacket(ts, at, 1316, to));
            }
            watched.states.poll(20, TimeUnit.MILLISECONDS);
          }
        }
      }
    }
  }

  @Test
  void silenceIsTold() throws Exception {
    String uri = "udp://127.0.0.1:0";
    try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
      SourceState state = watched.await(Phase.SILENT);
      assertEquals(uri + ": no packet for 1 s: is the encoder sending here?", state.sentence());
    }
  }
}

package tv.martlet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs: of equal size, to one address, the last one shorter at most. */
class RunSinkTest {
  private static final InetSocketAddress A =
      new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 1);
  private static final InetSocketAddress B =
      new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 2);

  private final EmbeddedChannel socket = new EmbeddedChannel();
  private final Transport transport = new Transport();
  private final RunSink sink = new RunSink(transport, UnpooledByteBufAllocator.DEFAULT);

  RunSinkTest() {
    socket
        .config()
        .setWriteBufferWaterMark(new io.netty.channel.WriteBufferWaterMark(4 << 20, 8 << 20));
    sink.attach(socket);
  }

  private void send(int size, int fill, InetSocketAddress to) {
    ByteBuffer memory = sink.begin(1_452);
    for (int i = 0; i < size; i++) {
      memory.put((byte) fill);
    }
    sink.send(to);
  }

  /** What left: address, then the size of each run as segment × count and the rest. */
  private List<String> left() {
    sink.flush();
    List<String> runs = new ArrayList<>();
    for (DatagramPacket p = socket.readOutbound(); p != null; p = socket.readOutbound()) {
      int segment =
          p instanceof SegmentedDatagramPacket run
              ? run.segmentSize()
              : p.content().readableBytes();
      runs.add(p.recipient().getPort() + ":" + segment + "/" + p.content().readableBytes());
      p.release();
    }
    return runs;
  }

  @Test
  void equalOnesToOneAddressAreARun() {
    assertTrue(transport.segments(), "Linux sends runs");
    for (int i = 0; i < 3; i++) {
      send(1_053, i, A);
    }
    send(87, 3, A); // a shorter one ends it
    send(87, 4, A);
    send(1_102, 5, A); // a longer one begins another
    send(1_102, 6, B);
    assertEquals(List.of("1:1053/3246", "1:87/87", "1:1102/1102", "2:1102/1102"), left());
    sink.close();
  }

  @Test
  void aRunIsBounded() {
    assertTrue(transport.segments(), "Linux sends runs");
    for (int i = 0; i < 100; i++) {
      send(100, i, A);
    }
    for (int i = 0; i < 70; i++) {
      send(1_400, i, A);
    }
    List<String> runs = left();
    assertEquals("1:100/6400", runs.get(0));
    assertTrue(
        runs.stream().allMatch(r -> Integer.parseInt(r.substring(r.indexOf('/') + 1)) <= 65_000));
    sink.close();
  }

  @Test
  void withoutSegmentsEachGoesAlone() {
    sink.withoutSegments();
    send(100, 1, A);
    send(100, 2, A);
    assertEquals(List.of("1:100/100", "1:100/100"), left());
    sink.close();
  }

  @Test
  void whatIsBegunAndNotSentIsForgotten() {
    sink.withoutSegments();
    sink.begin(1_452).put(new byte[700]);
    send(10, 7, A);
    assertEquals(List.of("1:10/10"), left());
    sink.close();
  }

  /** Every byte of every datagram arrives where it belongs, over many arenas. */
  @Test
  void nothingIsMixedUp() {
    Random random = new Random(1);
    List<byte[]> sent = new ArrayList<>();
    List<byte[]> got = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      int size = random.nextInt(3) == 0 ? 1 + random.nextInt(1_452) : 1_053;
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      sent.add(bytes);
      sink.begin(1_452).put(bytes);
      sink.send(A);
      if (random.nextInt(50) == 0) {
        drain(got);
      }
    }
    drain(got);
    assertEquals(sent.size(), got.size());
    for (int i = 0; i < sent.size(); i++) {
      assertEquals(ByteBuffer.wrap(sent.get(i)), ByteBuffer.wrap(got.get(i)), "datagram " + i);
    }
    assertEquals(0, sink.dropped());
    sink.close();
  }

  private void drain(List<byte[]> got) {
    sink.flush();
    for (DatagramPacket p = socket.readOutbound(); p != null; p = socket.readOutbound()) {
      ByteBuf content = p.content();
      int segment =
          p instanceof SegmentedDatagramPacket run ? run.segmentSize() : content.readableBytes();
      while (content.isReadable()) {
        byte[] one = new byte[Math.min(segment, content.readableBytes())];
        content.readBytes(one);
        got.add(one);
      }
      p.release();
    }
  }
}

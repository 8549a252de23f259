package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputPartsTest {
  private static String refusal(String uri) {
    return assertThrows(IllegalArgumentException.class, () -> InputUri.parse(uri)).getMessage();
  }

  @Test
  void addressesAreReadAsUsersWriteThem() {
    assertEquals(InputUri.Kind.STDIN, InputUri.parse("-").kind());
    InputUri file = InputUri.parse("a dir/clip.ts?loop&rate=2M");
    assertEquals("a dir/clip.ts", file.place());
    assertTrue(file.loop());
    assertEquals(2_000_000, file.rate());
    assertEquals("what?.ts", InputUri.parse("what?.ts").place());
    assertEquals("/x y.ts", InputUri.parse("file:///x%20y.ts?loop").place());
    assertTrue(InputUri.parse("demo:").loop());
    InputUri group = InputUri.parse("udp://@239.1.1.1:5000?interface=eth0&buffer=100000");
    assertEquals("239.1.1.1", group.place());
    assertEquals("eth0", group.networkInterface());
    assertEquals(100_000, group.buffer());
    InputUri v6 = InputUri.parse("rtp://[ff15::1]:5004/");
    assertEquals("ff15::1", v6.place());
    assertEquals(5004, v6.port());
    assertEquals(InputUri.Kind.RTP, v6.kind());
    assertEquals("", InputUri.parse("udp://:5000").place());
    assertEquals(InputUri.Kind.HTTP, InputUri.parse("https://tv.example/live.ts?x=1").kind());
  }

  @Test
  void mistakesInAddressesAreExplained() {
    assertTrue(refusal("").contains("name a file"));
    assertTrue(refusal("x".repeat(3000)).contains("longer than 2048"));
    assertTrue(refusal("srt://host:1").contains("srt:// is not known"));
    assertTrue(refusal("udp://239.1.1.1").contains("ADDRESS:PORT"));
    assertTrue(refusal("udp://ff15::1:5000").contains("[ ]"));
    assertTrue(refusal("udp://1.2.3.4:70000").contains("0 to 65535"));
    assertTrue(refusal("udp://1.2.3.4:5?loop").contains("option loop is not known"));
    assertTrue(refusal("udp://1.2.3.4:5?buffer=1").contains("from 4096"));
    assertTrue(refusal("http:///path").contains("names no host"));
    assertTrue(refusal("http://a b/").contains("not a web address"));
    assertTrue(refusal("clip.ts?rate=fast").contains("800k or 2M"));
    assertTrue(refusal("demo:?rate=900M").contains("to 200M"));
  }

  private static byte[] rtp(int sequence, int mark) {
    byte[] b = new byte[16];
    b[0] = (byte) 0x80;
    b[1] = 33;
    b[2] = (byte) (sequence >> 8);
    b[3] = (byte) sequence;
    b[12] = TsPacket.SYNC;
    b[15] = (byte) mark;
    return b;
  }

  private static boolean unwraps(byte[] datagram) {
    return RtpPacket.unwrap(ByteBuffer.wrap(datagram));
  }

  @Test
  void everyBoundOfAnRtpHeaderIsKept() {
    assertFalse(unwraps(new byte[0]));
    assertFalse(unwraps(new byte[11]));
    assertFalse(unwraps(new byte[12]), "version 0");
    byte[] empty = new byte[12];
    empty[0] = (byte) 0x80;
    assertFalse(unwraps(empty), "no payload");
    byte[] sources = rtp(1, 0);
    sources[0] = (byte) 0x8F;
    assertFalse(unwraps(sources), "15 CSRC in 16 bytes");
    byte[] extension = rtp(1, 0);
    extension[0] = (byte) 0x90;
    extension[14] = (byte) 0xFF;
    assertFalse(unwraps(extension), "extension beyond the end");
    byte[] padded = rtp(1, 0);
    padded[0] = (byte) 0xA0;
    assertFalse(unwraps(padded), "padding of 0");
    padded[15] = 4;
    assertFalse(unwraps(padded), "nothing but padding");
    padded[15] = 3;
    ByteBuffer b = ByteBuffer.wrap(padded);
    assertTrue(RtpPacket.unwrap(b));
    assertEquals(1, b.remaining());
    byte[] whole = new byte[12 + 8 + 8 + 5];
    whole[0] = (byte) 0x92;
    whole[12 + 8 + 3] = 1;
    ByteBuffer both = ByteBuffer.wrap(whole);
    assertTrue(RtpPacket.unwrap(both));
    assertEquals(5, both.remaining());
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] any = new byte[random.nextInt(64)];
      random.nextBytes(any);
      unwraps(any);
    }
  }

  /** Marks of the payloads that come out for these sequence numbers. */
  private static List<Integer> ordered(List<Integer> sequences, RtpReorder[] used) {
    List<Integer> out = new ArrayList<>();
    used[0] = new RtpReorder(b -> out.add(b.get(b.limit() - 1) & 0xFF));
    sequences.forEach(s -> used[0].accept(ByteBuffer.wrap(rtp(s, s & 0xFF))));
    return out;
  }

  @Test
  void rtpIsPutBackInOrderAcrossTheWrap() {
    RtpReorder[] r = {null};
    assertEquals(
        List.of(0xFD, 0xFE, 0xFF, 0, 1, 2), ordered(List.of(0xFFFD, 0xFFFF, 0xFFFE, 1, 0, 2), r));
    assertEquals(0, r[0].lost());
  }

  @Test
  void rtpLossesAndCopiesAreCounted() {
    RtpReorder[] r = {null};
    List<Integer> sent = new ArrayList<>(List.of(10, 11, 11));
    for (int s = 13; s < 40; s++) {
      sent.add(s);
    }
    sent.add(12);
    assertEquals(29, ordered(sent, r).size());
    assertEquals(1, r[0].lost());
    assertEquals(2, r[0].late());
    assertEquals(List.of(1, 2, 0x88, 0x89), ordered(List.of(1, 2, 0x8888, 0x8889), r));
    assertEquals(1, r[0].restarts());
  }

  @Test
  void rtpSurvivesAnyOrder() {
    Random random = new Random(99);
    for (int round = 0; round < 300; round++) {
      List<Integer> sent = new ArrayList<>();
      int start = random.nextInt(65_536);
      for (int i = 0; i < 200; i++) {
        sent.add((start + i + random.nextInt(1 + random.nextInt(60))) & 0xFFFF);
      }
      Collections.shuffle(sent.subList(50, 100), random);
      RtpReorder[] r = {null};
      List<Integer> out = ordered(sent, r);
      assertTrue(out.size() <= sent.size());
    }
  }

  @Test
  void queueKeepsOrderAndCountsWhatItLoses() {
    int[] woken = {0};
    HandoverQueue queue = new HandoverQueue(100, HandoverQueue.WhenFull.DROP, () -> woken[0]++);
    ByteBuffer out = ByteBuffer.allocate(100);
    int next = 0;
    for (int round = 0; round < 20; round++) {
      ByteBuffer in = ByteBuffer.allocate(70);
      for (int i = 0; i < 70; i++) {
        in.put((byte) (round * 70 + i));
      }
      queue.accept(in.flip());
      assertEquals(70, queue.take(out.clear()));
      for (int i = 0; i < 70; i++) {
        assertEquals((byte) next++, out.get(i));
      }
    }
    assertEquals(20, woken[0]);
    queue.accept(ByteBuffer.allocate(70));
    queue.accept(ByteBuffer.allocate(31));
    queue.accept(ByteBuffer.allocate(31));
    queue.accept(ByteBuffer.allocate(30));
    queue.accept(ByteBuffer.allocate(1));
    assertEquals(63, queue.lost());
    assertEquals(2, queue.gaps());
    assertEquals(100, queue.size());
  }

  @Test
  void queueThatWaitsLosesNothing() throws InterruptedException {
    HandoverQueue queue = new HandoverQueue(64, HandoverQueue.WhenFull.WAIT, () -> {});
    Thread putter = new Thread(() -> queue.accept(ByteBuffer.allocate(100_000)));
    putter.start();
    ByteBuffer out = ByteBuffer.allocate(50);
    int got = 0;
    while (got < 100_000) {
      got += queue.take(out.clear());
      Thread.onSpinWait();
    }
    putter.join();
    assertEquals(0, queue.lost());
    Thread blocked = new Thread(() -> queue.accept(ByteBuffer.allocate(1000)));
    blocked.start();
    queue.close();
    blocked.join();
    assertTrue(queue.lost() > 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> new HandoverQueue(0, HandoverQueue.WhenFull.DROP, () -> {}));
  }
}

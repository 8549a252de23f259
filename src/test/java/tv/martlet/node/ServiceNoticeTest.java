package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real box, and a socket such as a service manager's. */
class ServiceNoticeTest {
  private static final long TICK = ServiceNotice.LEAST_MICROS;

  @TempDir Path dir;

  private final EventLoopGroup loop = Loops.web();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private Channel manager;

  @BeforeEach
  void needsEpoll() {
    assertTrue(Epoll.isAvailable());
  }

  @AfterEach
  void end() {
    if (manager != null) {
      manager.close().awaitUninterruptibly();
    }
    Loops.close(loop);
  }

  private final class Listener extends SimpleChannelInboundHandler<DomainDatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
      heard.add(packet.content().toString(StandardCharsets.UTF_8));
    }
  }

  private void listen(String path) {
    manager =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new Listener())
            .bind(new DomainSocketAddress(path))
            .syncUninterruptibly()
            .channel();
  }

  private BoxNode box() throws Exception {
    return BoxNode.run(Nodes.settings(dir, "node.data_dir=" + dir), Screen.NONE);
  }

  private String next() throws InterruptedException {
    String word = heard.poll(20, TimeUnit.SECONDS);
    return word == null ? "silence" : word;
  }

  private List<String> until(String wanted) throws InterruptedException {
    List<String> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!all.get(all.size() - 1).equals(wanted) && !all.contains("silence"));
    return all;
  }

  @Test
  void saysThatItIsReadyAliveAndStopping() throws Exception {
    String path = dir.resolve("notify").toString();
    listen(path);
    BoxNode box = box();
    box.tellService(Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", Long.toString(TICK)));
    assertEquals("READY=1", next());
    List<String> first = until("WATCHDOG=1");
    first.addAll(until("WATCHDOG=1"));
    first.addAll(until("WATCHDOG=1"));
    assertTrue(first.contains("STATUS=idle, neighbours: 0"), first::toString);
    box.close();
    List<String> last = until("STOPPING=1");
    assertEquals("STOPPING=1", last.get(last.size() - 1), last::toString);
  }

  @Test
  void aStuckLoopGivesNoSignOfLife() throws Exception {
    String name = "martlet-test-" + ProcessHandle.current().pid();
    listen("\0" + name);
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    try (BoxNode box = box()) {
      box.tellService(Map.of("NOTIFY_SOCKET", "@" + name, "WATCHDOG_USEC", Long.toString(TICK)));
      assertEquals("WATCHDOG=1", last(until("WATCHDOG=1")));
      box.onEngine(
          () -> {
            stuck.countDown();
            awaitQuietly(released);
          });
      assertTrue(stuck.await(10, TimeUnit.SECONDS));
      assertEquals(null, later(), "no sign while the engine's loop is stuck");
      released.countDown();
      assertEquals("WATCHDOG=1", last(until("WATCHDOG=1")));
    }
  }

  /** The sign of life that comes within five times the interval, if one does. */
  private String later() throws InterruptedException {
    heard.poll(TICK, TimeUnit.MICROSECONDS); // the one that had left the engine already
    heard.clear();
    String word = heard.poll(5 * TICK, TimeUnit.MICROSECONDS);
    return word != null && word.startsWith("WATCHDOG") ? word : null;
  }

  private static String last(List<String> words) {
    return words.get(words.size() - 1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      var unused = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aTrackerAndABroadcastSayItToo() throws Exception {
    String path = dir.resolve("notify").toString();
    listen(path);
    Map<String, String> asked = Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", Long.toString(TICK));
    try (TrackerNode tracker =
        TrackerNode.start(Nodes.settings(dir, "tracker_server.listen=127.0.0.1:0"))) {
      tracker.tellService(asked);
      assertEquals(List.of("READY=1", "WATCHDOG=1"), until("WATCHDOG=1"));
    }
    until("STOPPING=1");
    heard.clear();
    BroadcastNode.Wish wish =
        new BroadcastNode.Wish(
            "udp://127.0.0.1:0", null, List.of(), Optional.empty(), Optional.empty());
    try (BroadcastNode broadcast =
        BroadcastNode.start(Nodes.settings(dir, "node.data_dir=" + dir), wish)) {
      broadcast.tellService(asked);
      assertEquals(List.of("READY=1", "WATCHDOG=1"), until("WATCHDOG=1"));
    }
    assertEquals("STOPPING=1", last(until("STOPPING=1")));
  }

  @Test
  void aManagerThatIsNotThereStopsNobody() throws Exception {
    try (BoxNode box = box()) {
      box.tellService(Map.of("NOTIFY_SOCKET", dir.resolve("nobody").toString()));
      box.tellService(Map.of());
      assertEquals(BoxState.Status.IDLE, box.state().status());
    }
  }

  @Test
  void theIntervalIsBoundedAndMeantForThisProcess() {
    assertEquals(
        OptionalLong.of(30_000_000),
        ServiceNotice.watchdogMicros(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "7"), 7));
    assertEquals(
        OptionalLong.of(TICK), ServiceNotice.watchdogMicros(Map.of("WATCHDOG_USEC", "1"), 7));
    for (Map<String, String> none :
        List.of(
            Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "8"),
            Map.of("WATCHDOG_USEC", "soon"),
            Map.of("WATCHDOG_USEC", "-5"),
            Map.<String, String>of())) {
      assertEquals(OptionalLong.empty(), ServiceNotice.watchdogMicros(none, 7), none::toString);
    }
  }
}

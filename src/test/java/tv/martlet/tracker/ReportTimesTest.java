package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a client reports, by a clock that a test turns: no timer of its link runs by itself. */
class ReportTimesTest {
  /** Tells the time that an answer may take from those that the link waits for. */
  private static final long REQUEST = 77_777;

  private static final int LONG = 60;

  private final Rig rig = new Rig();
  private final Heard heard = new Heard();
  private final AtomicLong clock = new AtomicLong(-5_000);
  private final BlockingQueue<Timer> timers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> reports = new LinkedBlockingQueue<>();
  private TrackerClient client;

  private record Timer(long millis, Runnable work) {}

  @AfterEach
  void close() throws Exception {
    client.shutdown().get(30, TimeUnit.SECONDS);
    rig.close();
  }

  /** The real loop, but what is to be done later waits for the test. */
  private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("schedule") && !arguments[1].equals(REQUEST)) {
      assertEquals(TimeUnit.MILLISECONDS, arguments[2]);
      timers.add(new Timer((Long) arguments[1], (Runnable) arguments[0]));
      return run(method, (Runnable) () -> {}, 1L, TimeUnit.DAYS);
    }
    return run(method, arguments);
  }

  private Object run(Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(rig.loop(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private final class Reporter implements StatSource {
    @Override
    public List<PeerAddress> addresses() {
      return new Heard.Self("127.0.0.1", 1001).addresses();
    }

    @Override
    public Optional<StreamStats> stats(String swarmId) {
      reports.add(clock.get());
      return Optional.of(new StreamStats(swarmId, 10, 20, 30, 4));
    }
  }

  private TrackerServer join(int interval) throws Exception {
    StorePolicy policy =
        new StorePolicy(
            StorePolicy.DEFAULT.initTimer(),
            Duration.ofHours(1),
            Duration.ofSeconds(interval),
            StorePolicy.DEFAULT.swarms(),
            StorePolicy.DEFAULT.ranking());
    SwarmStore store = new SwarmStore(StoreLimits.DEFAULT, policy, new Random(3));
    TrackerServer server = rig.server("127.0.0.1", 0, ServerSettings.DEFAULT, store);
    timers.clear(); // the server's own
    EventLoop loop =
        (EventLoop)
            Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EventLoop.class}, this::call);
    ClientTimes times =
        new ClientTimes(
            Duration.ofMillis(REQUEST),
            Duration.ofSeconds(LONG),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    client =
        new TrackerClient(
            new ClientSettings(
                Optional.empty(), TlsFiles.SYSTEM, Optional.empty(), times, MessageLimits.RESPONSE),
            new Driver(loop, clock::get, new Random(11)),
            new Reporter(),
            heard);
    client.join("aa", PeerMode.LEECH, List.of(Rig.uri(server)));
    return server;
  }

  private Timer next() throws InterruptedException {
    Timer timer = timers.poll(30, TimeUnit.SECONDS);
    assertNotNull(timer, "nothing is waited for");
    return timer;
  }

  /** Lets so much time pass until the link's timer goes off. */
  private void fire(Timer timer) throws Exception {
    clock.addAndGet(timer.millis());
    rig.loop().submit(timer.work()).get(30, TimeUnit.SECONDS);
  }

  @Test
  void theFirstReportGoesOutSoonAndLaterOnesInTheInterval() throws Exception {
    join(LONG);
    Timer first = next();
    assertEquals(4_000, first.millis(), "whether it serves others is to be known soon");
    assertNull(reports.peek());
    fire(first);
    for (int i = 0; i < 10; i++) {
      Timer later = next();
      assertEquals(clock.get(), reports.poll(), "reported when the timer went off");
      assertTrue(
          later.millis() >= LONG * 800 && later.millis() <= LONG * 1000, later.millis() + " ms");
      fire(later);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aShorterIntervalIsKeptFromTheFirst(int seconds) throws Exception {
    join(seconds);
    for (int i = 0; i < 5; i++) {
      Timer timer = next();
      long wait = timer.millis();
      assertTrue(wait >= seconds * 800L && wait <= seconds * 1000L, wait + " ms");
      fire(timer);
    }
  }

  @Test
  void askingForPeersDoesNotPutOffTheReport() throws Exception {
    join(LONG);
    assertEquals(4_000, next().millis());
    clock.addAndGet(2_000);
    client.find("aa");
    Timer again = next();
    assertEquals(2_000, again.millis(), "of the four seconds two are left");
    fire(again);
    long due = clock.get() + next().millis();
    assertEquals(clock.get(), reports.poll());
    for (int i = 0; i < 5; i++) {
      clock.addAndGet(5_000);
      client.find("aa");
      long now = clock.get() + next().millis();
      assertTrue(now <= due, "a viewer that goes short asks often: " + (now - due) + " ms later");
      due = now;
    }
  }

  @Test
  void leavingAnotherSwarmDoesNotPutOffTheReport() throws Exception {
    TrackerServer server = join(LONG);
    next();
    client.join("bb", PeerMode.LEECH, List.of(Rig.uri(server)));
    assertEquals(4_000, next().millis());
    clock.addAndGet(1_000);
    client.leave("aa");
    assertEquals(3_000, next().millis());
  }

  @Test
  void aSwarmJoinedLaterIsReportedSoonToo() throws Exception {
    TrackerServer server = join(LONG);
    fire(next());
    assertTrue(next().millis() >= LONG * 800);
    reports.clear();
    client.join("bb", PeerMode.LEECH, List.of(Rig.uri(server)));
    Timer timer = next();
    assertEquals(4_000, timer.millis());
    fire(timer);
    next();
    assertEquals(2, reports.size(), "both swarms");
  }
}

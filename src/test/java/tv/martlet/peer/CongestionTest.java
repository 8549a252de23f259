package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LEDBAT held to RFC 6817, round-trip times to RFC 6298, and both controls over a bottleneck. */
class CongestionTest {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final int MSS = 1_000;
  private static final long RTT = 50_000;

  @TempDir Path dir;

  private static Ledbat grown(int segments, long target) {
    Ledbat ledbat = new Ledbat(MSS, target);
    long now = 0;
    while (ledbat.window() < segments * MSS) {
      ledbat.acknowledged(MSS, 10_000, RTT, 1_000 * MSS, now++);
    }
    return ledbat;
  }

  @Test
  void ledbatBeginsWithTwoSegmentsAndGrowsOneARoundTrip() {
    Ledbat ledbat = new Ledbat(MSS, 100_000);
    assertEquals(2 * MSS, ledbat.window(), "RFC 6817 §2.5: INIT_CWND 2");
    // §2.4.2: GAIN * off_target * bytes_newly_acked * MSS / cwnd, off_target being 1
    ledbat.acknowledged(MSS, 10_000, RTT, 2 * MSS, 0);
    assertEquals(2_500, ledbat.window());
    ledbat.acknowledged(MSS, 10_000, RTT, 3 * MSS, 1);
    assertEquals(2_900, ledbat.window());
  }

  @Test
  void ledbatDoesNotGrowBeyondWhatIsUsed() {
    Ledbat ledbat = new Ledbat(MSS, 100_000);
    for (int i = 0; i < 1_000; i++) {
      ledbat.acknowledged(MSS, 10_000, RTT, 3 * MSS, i);
    }
    assertEquals(4 * MSS, ledbat.window(), "flight + ALLOWED_INCREASE * MSS");
  }

  @Test
  void ledbatStandsStillAtItsTargetAndShrinksAbove() {
    Ledbat ledbat = grown(40, 50_000);
    long now = SECOND;
    int before = ledbat.window();
    for (int i = 0; i < 100; i++) {
      ledbat.acknowledged(MSS, 60_000, RTT, 1_000 * MSS, now += 20_000);
    }
    assertTrue(Math.abs(ledbat.window() - before) < 2 * MSS, "10 ms base + 50 ms target");
    for (int i = 0; i < 2_000; i++) {
      ledbat.acknowledged(MSS, 110_000, RTT, 1_000 * MSS, now += 20_000);
    }
    assertEquals(2 * MSS, ledbat.window(), "not below MIN_CWND");
  }

  @Test
  void ledbatHalvesOnceARoundTrip() {
    Ledbat ledbat = grown(40, 100_000);
    int before = ledbat.window();
    ledbat.lost(MSS, RTT, SECOND);
    ledbat.lost(MSS, RTT, SECOND + 1);
    ledbat.lost(MSS, RTT, SECOND + RTT - 1);
    assertEquals(before / 2.0, ledbat.window(), 1);
    ledbat.lost(MSS, RTT, SECOND + RTT);
    assertEquals(before / 4.0, ledbat.window(), 1);
    for (int i = 2; i < 20; i++) {
      ledbat.lost(MSS, RTT, SECOND + i * RTT);
    }
    assertEquals(2 * MSS, ledbat.window());
  }

  @Test
  void ledbatFallsToOneSegmentOnATimeOut() {
    Ledbat ledbat = grown(40, 100_000);
    ledbat.timedOut(SECOND);
    assertEquals(MSS, ledbat.window());
    ledbat.lost(MSS, RTT, SECOND);
    assertEquals(MSS, ledbat.window(), "loss never makes it larger");
  }

  @Test
  void theTargetIsAtMostAHundredMilliseconds() {
    Ledbat ledbat = grown(40, 10 * SECOND);
    long now = SECOND;
    for (int i = 0; i < 2_000; i++) {
      ledbat.acknowledged(MSS, 10_000 + 150_000, RTT, 1_000 * MSS, now += 20_000);
    }
    assertEquals(2 * MSS, ledbat.window());
  }

  @Test
  void theBaseDelayIsTheLeastOfTenMinutes() {
    BaseDelay delays = new BaseDelay();
    delays.sample(10_000, 0);
    for (int minute = 0; minute < 10; minute++) {
      for (int i = 0; i < 8; i++) {
        delays.sample(30_000, minute * MINUTE + i);
      }
      assertEquals(20_000, delays.queueing(RTT, minute * MINUTE + 8), "minute " + minute);
    }
    for (int i = 0; i < 8; i++) {
      delays.sample(30_000, 11 * MINUTE + i);
    }
    assertEquals(0, delays.queueing(RTT, 11 * MINUTE + 8), "the route has become longer");
  }

  @Test
  void theLeastOfTheLastSamplesStandsForNow() {
    BaseDelay delays = new BaseDelay();
    assertEquals(0, delays.queueing(RTT, 0));
    delays.sample(0, 0);
    for (long sample : new long[] {90_000, 40_000, 80_000, 70_000}) {
      delays.sample(sample, 1_000);
    }
    assertEquals(40_000, delays.queueing(RTT, 1_000));
    delays.sample(60_000, 100_000);
    assertEquals(60_000, delays.queueing(RTT, 100_000), "those older than a round trip are out");
  }

  @Test
  void absurdSamplesDoNoHarm() {
    long[] absurd = {
      Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1L << 62, -(1L << 62), Long.MIN_VALUE + 1
    };
    Random random = new Random(1);
    BaseDelay delays = new BaseDelay();
    Ledbat ledbat = new Ledbat(MSS, 60_000);
    DeadlineControl control = new DeadlineControl(MSS, 60_000);
    long now = 0;
    for (int i = 0; i < 100_000; i++) {
      now += random.nextInt(100_000);
      long sample = random.nextBoolean() ? absurd[random.nextInt(7)] : random.nextLong();
      delays.sample(sample, now);
      long queue = delays.queueing(RTT, now);
      assertTrue(queue >= 0 && queue <= 10 * SECOND, "queue " + queue);
      ledbat.acknowledged(random.nextInt(3_000), sample, RTT, random.nextInt(100_000), now);
      control.acknowledged(random.nextInt(3_000), sample, RTT, random.nextInt(100_000), now);
      assertTrue(ledbat.window() >= MSS && ledbat.window() < 200_000);
      assertTrue(control.window() >= 2 * MSS && control.window() <= 8 << 20);
      assertTrue(control.pacingRate(1) > 0 && control.pacingRate(Long.MAX_VALUE) >= 0);
    }
  }

  @Test
  void roundTripsAreSmoothedAfterRfc6298() {
    RttEstimator rtt = new RttEstimator();
    assertFalse(rtt.known());
    rtt.sample(100_000);
    assertEquals(100_000, rtt.smoothed());
    assertEquals(300_000, rtt.timeout(), "SRTT + 4 * R/2");
    rtt.sample(180_000);
    // RTTVAR = 3/4 * 50 + 1/4 * 80 = 57.5; SRTT = 7/8 * 100 + 1/8 * 180 = 110
    assertEquals(110_000, rtt.smoothed());
    assertEquals(110_000 + 4 * 57_500, rtt.timeout());
    rtt.timedOut();
    rtt.timedOut();
    assertEquals(4 * 340_000, rtt.timeout(), "§5.5: doubled each time");
    for (int i = 0; i < 40; i++) {
      rtt.timedOut();
    }
    assertEquals(60 * SECOND, rtt.timeout(), "§2.5: at most a minute");
    rtt.sample(110_000);
    assertTrue(rtt.timeout() < SECOND);
    rtt.sample(Long.MAX_VALUE);
    rtt.sample(Long.MIN_VALUE);
    assertTrue(rtt.smoothed() > 0 && rtt.smoothed() < 30 * SECOND);
  }

  @Test
  void lossIsMeasured() {
    LossMeter meter = new LossMeter();
    assertEquals(0, meter.rate());
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(10) == 0) {
        meter.lost();
      } else {
        meter.delivered(1);
      }
    }
    assertEquals(0.1, meter.rate(), 0.04);
    for (int i = 0; i < 20_000; i++) {
      meter.delivered(1);
    }
    assertEquals(0, meter.rate(), 0.001);
  }

  @Test
  void deadlineControlForgivesRandomLossButNotAFullQueue() {
    DeadlineControl control = new DeadlineControl(MSS, 60_000);
    assertTrue(control.window() >= 10 * MSS);
    long now = 0;
    for (int i = 0; i < 400; i++) {
      control.acknowledged(MSS, 10_000, RTT, control.window(), now += 1_000);
    }
    int before = control.window();
    assertTrue(before > 100 * MSS);
    control.lost(MSS, RTT, now);
    assertEquals(before, control.window(), "the queue is empty: the path's own loss");
    for (int i = 0; i < 8; i++) {
      control.acknowledged(MSS, 60_000, RTT, 0, now += 20_000);
    }
    before = control.window();
    control.lost(MSS, RTT, now);
    control.lost(MSS, RTT, now + 1);
    assertEquals(0.7 * before, control.window(), 2);
    control.timedOut(now);
    assertEquals(0.35 * before, control.window(), 2);
  }

  // ---- over a bottleneck ----

  private static EngineSettings with(CongestionControl.Factory congestion) {
    return new Tuning().exchange(EngineSettings.Exchange.OFF).congestion(congestion).settings();
  }

  private Swarm[] transfer(Mesh mesh, CongestionControl.Factory congestion, int bytes, int leechers)
      throws IOException {
    StaticFixture file = new StaticFixture(dir, bytes);
    Mesh.Host seeder = mesh.host(with(congestion));
    file.seed(mesh, seeder);
    Swarm[] fetched = new Swarm[leechers];
    for (int i = 0; i < leechers; i++) {
      fetched[i] = file.fetch(mesh, mesh.host(with(congestion)));
      fetched[i].offer(seeder.address, mesh.now);
    }
    return fetched;
  }

  private static long got(Swarm swarm) {
    return swarm.content().store().available().size() * 1024;
  }

  /** Looks every millisecond. */
  private static void each(Mesh mesh, long micros, Consumer<Long> look) {
    long end = mesh.now + micros;
    while (mesh.now < end) {
      mesh.run(1_000);
      look.accept(mesh.now);
    }
  }

  @Test
  void ledbatFillsALinkAndKeepsTheQueueShort() throws IOException {
    Mesh mesh = new Mesh(110);
    mesh.delayMicros = 20_000;
    Swarm[] fetched = transfer(mesh, EngineSettings.ledbat(60_000), 30_000_000, 1);
    Mesh.Host seeder = mesh.hosts.get(0);
    seeder.rate = 1_000_000;
    seeder.queueBytes = 400_000;
    mesh.run(10 * SECOND);
    long before = got(fetched[0]);
    List<Long> queues = new ArrayList<>();
    each(mesh, 8 * SECOND, now -> queues.add(mesh.queueing(seeder)));
    long rate = (got(fetched[0]) - before) / 8;
    assertTrue(rate > 800_000, "bytes a second " + rate);
    double mean = queues.stream().mapToLong(q -> q).average().orElseThrow();
    assertTrue(mean > 20_000 && mean < 90_000, "mean queue " + mean);
    assertEquals(0, seeder.queueDrops);
  }

  @Test
  void ledbatYieldsToARivalAndComesBack() throws IOException {
    Mesh mesh = new Mesh(111);
    mesh.delayMicros = 20_000;
    Swarm[] fetched = transfer(mesh, EngineSettings.ledbat(60_000), 30_000_000, 1);
    Mesh.Host seeder = mesh.hosts.get(0);
    seeder.rate = 1_000_000;
    seeder.queueBytes = 250_000;
    mesh.run(6 * SECOND);
    // a rival that fills the queue whatever comes of it
    long until = mesh.now + 8 * SECOND;
    rival(mesh, seeder, until);
    mesh.run(4 * SECOND);
    long before = got(fetched[0]);
    mesh.run(4 * SECOND);
    long squeezed = (got(fetched[0]) - before) / 4;
    assertTrue(squeezed < 250_000, "beside a rival " + squeezed);
    mesh.run(8 * SECOND);
    before = got(fetched[0]);
    mesh.run(3 * SECOND);
    long alone = (got(fetched[0]) - before) / 3;
    assertTrue(alone > 600_000, "alone again " + alone);
  }

  /** Keeps the host's queue three quarters full. */
  private static void rival(Mesh mesh, Mesh.Host host, long until) {
    while (mesh.queueing(host) < 190_000) {
      host.begin(2_000).put(new byte[1_200]);
      host.send(Mesh.address(new byte[] {10, 5, 5, 5}, 5));
    }
    if (mesh.now < until) {
      mesh.at(mesh.now + 2_000, () -> rival(mesh, host, until));
    }
  }

  @Test
  void ledbatSharesWithItself() throws IOException {
    Mesh mesh = new Mesh(112);
    mesh.delayMicros = 20_000;
    Swarm[] fetched = transfer(mesh, EngineSettings.ledbat(60_000), 30_000_000, 3);
    Mesh.Host seeder = mesh.hosts.get(0);
    seeder.rate = 1_500_000;
    seeder.queueBytes = 400_000;
    mesh.run(14 * SECOND);
    long most = 0;
    long least = Long.MAX_VALUE;
    for (Swarm each : fetched) {
      most = Math.max(most, got(each));
      least = Math.min(least, got(each));
    }
    assertTrue(least * 3 > most, "from " + least + " to " + most);
  }

  @Test
  void whereLossIsRandomADeadlineIsKeptAndLedbatGivesWay() throws IOException {
    long[] got = new long[2];
    for (int i = 0; i < 2; i++) {
      Mesh mesh = new Mesh(113);
      mesh.delayMicros = 20_000;
      mesh.loss = 0.01;
      Swarm[] fetched =
          transfer(
              mesh,
              i == 0 ? EngineSettings.ledbat(60_000) : EngineSettings.deadline(60_000),
              20_000_000 + i,
              1);
      mesh.hosts.get(0).rate = 2_000_000;
      mesh.hosts.get(0).queueBytes = 200_000;
      mesh.run(6 * SECOND);
      got[i] = got(fetched[0]);
    }
    assertTrue(got[1] > 3 * got[0], "LEDBAT " + got[0] + ", deadline " + got[1]);
    assertTrue(got[1] > 6_000_000, "deadline " + got[1]);
  }

  @Test
  void deadlineControlKeepsTheQueueBelowItsTarget() throws IOException {
    Mesh mesh = new Mesh(114);
    mesh.delayMicros = 20_000;
    Swarm[] fetched = transfer(mesh, EngineSettings.deadline(60_000), 30_000_000, 1);
    Mesh.Host seeder = mesh.hosts.get(0);
    seeder.rate = 1_000_000;
    seeder.queueBytes = 400_000;
    mesh.run(5 * SECOND);
    long before = got(fetched[0]);
    List<Long> queues = new ArrayList<>();
    each(mesh, 5 * SECOND, now -> queues.add(mesh.queueing(seeder)));
    double mean = queues.stream().mapToLong(q -> q).average().orElseThrow();
    assertTrue(mean < 90_000, "mean queue " + mean);
    assertTrue((got(fetched[0]) - before) / 5 > 800_000);
  }
}

package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.tracker.Rig.uri;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client and the server over real sockets. */
class ClientServerTest {
  private final Rig rig = new Rig();
  private final Heard one = new Heard();
  private final Heard two = new Heard();

  static final ClientSettings QUICK =
      new ClientSettings(
          Optional.empty(),
          TlsFiles.SYSTEM,
          Optional.empty(),
          new ClientTimes(
              Duration.ofSeconds(5),
              Duration.ofSeconds(1),
              Duration.ofMillis(20),
              Duration.ofMillis(100)),
          MessageLimits.RESPONSE);

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void twoPeersFindEachOther(String host) throws Exception {
    TrackerServer server = rig.server(host, 0, ServerSettings.DEFAULT);
    URI uri = uri("http", host.contains(":") ? "[" + host + "]" : host, server);
    TrackerClient seeder = rig.client(QUICK, one, 1001);
    seeder.join("AB12", PeerMode.SEEDER, List.of(uri));
    one.await("up");
    one.await("reflexive " + (host.contains(":") ? "0:0:0:0:0:0:0:1" : host));
    TrackerClient leecher = rig.client(QUICK, two, 1002);
    leecher.join("ab12", PeerMode.LEECH, List.of(uri));
    assertTrue(two.await("peers ab12").contains("127.0.0.1:1001"));
    seeder.find("ab12");
    assertTrue(one.await("peers ab12").contains("127.0.0.1:1002"));
    leecher.leave("ab12");
    leecher.shutdown().get(10, TimeUnit.SECONDS);
    assertEquals(1, server.counts().get(10, TimeUnit.SECONDS).peers());
  }

  @Test
  void aDualStackTrackerServesBothFamilies() throws Exception {
    TrackerServer server = rig.server("::", 0, ServerSettings.DEFAULT);
    rig.client(QUICK, one, 1001)
        .join("aa", PeerMode.LEECH, List.of(uri("http", "127.0.0.1", server)));
    one.await("reflexive 127.0.0.1");
    rig.client(QUICK, two, 1002).join("aa", PeerMode.LEECH, List.of(uri("http", "[::1]", server)));
    two.await("reflexive 0:0:0:0:0:0:0:1");
    TrackerClient third = rig.client(QUICK, two, 1003);
    third.join("aa", PeerMode.LEECH, List.of(uri("http", "localhost", server)));
    assertTrue(two.await("peers aa").contains("127.0.0.1:1001"));
  }

  @Test
  void aRestartedTrackerIsJoinedAgain() throws Exception {
    TrackerServer first = rig.server("127.0.0.1", 0, ServerSettings.DEFAULT, reportEachSecond());
    URI uri = uri(first);
    TrackerClient client = rig.client(QUICK, one, 1001);
    client.join("aa", PeerMode.SEEDER, List.of(uri));
    client.join("bb", PeerMode.LEECH, List.of(uri));
    one.await("up");
    first.close();
    one.await("down");
    one.await("all down");
    TrackerServer second =
        rig.server("127.0.0.1", uri.getPort(), ServerSettings.DEFAULT, reportEachSecond());
    one.await("up");
    rig.client(QUICK, two, 1002).join("bb", PeerMode.LEECH, List.of(uri));
    assertTrue(two.await("peers bb").contains("127.0.0.1:1001"));
    // Where the restart met the joining of bb, the next report tells that aa is gone.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (second.counts().get(10, TimeUnit.SECONDS).swarms() < 2) {
      assertTrue(System.nanoTime() < deadline, "aa is not joined again");
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static SwarmStore reportEachSecond() {
    StorePolicy policy = StorePolicy.DEFAULT;
    return new SwarmStore(
        StoreLimits.DEFAULT,
        new StorePolicy(
            policy.initTimer(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            policy.swarms(),
            policy.ranking()),
        new Random(3));
  }

  @Test
  void aSecondTrackerCarriesOn() throws Exception {
    URI dead;
    try (ServerSocket free = new ServerSocket(0)) {
      dead = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/");
    }
    TrackerServer server = rig.server();
    rig.client(QUICK, one, 1001).join("aa", PeerMode.LEECH, List.of(dead, uri(server)));
    String down = one.await("down");
    assertTrue(down.contains("nothing listens there"), down);
    rig.client(QUICK, two, 1002).join("aa", PeerMode.LEECH, List.of(uri(server)));
    assertTrue(two.await("peers aa").contains("127.0.0.1:1001"));
  }

  @Test
  void aSeederTakesUpASecondSwarm() throws Exception {
    TrackerServer server = rig.server();
    TrackerClient client = rig.client(QUICK, one, 1001);
    client.join("aa", PeerMode.SEEDER, List.of(uri(server)));
    one.await("up");
    client.join("bb", PeerMode.SEEDER, List.of(uri(server)));
    while (server.counts().get(10, TimeUnit.SECONDS).swarms() < 2) {
      Thread.onSpinWait();
    }
    for (String swarm : List.of("aa", "bb")) {
      Heard asker = new Heard();
      TrackerClient leecher = rig.client(QUICK, asker, 1002);
      leecher.join(swarm, PeerMode.LEECH, List.of(uri(server)));
      asker.await("up");
      leecher.find(swarm);
      assertTrue(asker.await("peers " + swarm).contains("127.0.0.1:1001"));
    }
  }

  @Test
  void anUnknownHostIsSaidSo() throws Exception {
    rig.client(QUICK, one, 1001)
        .join("aa", PeerMode.LEECH, List.of(URI.create("http://tracker.invalid/")));
    String down = one.await("down");
    assertTrue(down.contains("tracker.invalid is not known"), down);
    one.await("all down");
  }
}

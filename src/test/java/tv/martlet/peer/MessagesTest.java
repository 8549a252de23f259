package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.wire.Handshake;

/** What the messages behind the handshake do (RFC 7574 §3.2 to §3.10, §6). */
class MessagesTest {
  private static final long SECOND = 1_000_000;

  @TempDir Path dir;
  private Mesh mesh;
  private StaticFixture file;
  private Mesh.Host host;

  @BeforeEach
  void network() throws IOException {
    mesh = new Mesh(101);
    file = new StaticFixture(dir, 100_000);
    host = mesh.host();
  }

  private Stranger neighbour(int number) {
    Stranger stranger = new Stranger(mesh, number, file.known);
    stranger.open(host);
    stranger.lines();
    return stranger;
  }

  @Test
  void whatIsCancelledOrHadIsNotSent() throws IOException {
    file.seed(mesh, host);
    Stranger asker = neighbour(1);
    asker.say(
        host,
        w -> {
          w.request(0, 9);
          w.cancel(2, 3);
          w.have(5, 5);
        });
    mesh.run(100_000);
    assertEquals(List.of(0L, 1L, 4L, 6L, 7L, 8L, 9L), asker.chunks().stream().sorted().toList());
  }

  @Test
  void chunksComeInTheOrderAsked() throws IOException {
    file.seed(mesh, host);
    Stranger asker = neighbour(1);
    asker.say(
        host,
        w -> {
          w.request(40, 40);
          w.request(3, 3);
          w.request(90, 90);
          w.request(7, 7);
        });
    mesh.run(100_000);
    assertEquals(List.of(40L, 3L, 90L, 7L), asker.chunks());
  }

  @Test
  void whoChokesIsNotAskedAndIsAskedAgainWhenItUnchokes() throws IOException {
    file.fetch(mesh, host);
    Stranger seeder = neighbour(1);
    seeder.say(
        host,
        w -> {
          w.choke();
          w.have(0, 97);
        });
    mesh.run(5 * SECOND);
    assertEquals(0, seeder.count("REQUEST"));
    seeder.say(host, w -> w.unchoke());
    mesh.run(10_000);
    assertEquals(1, seeder.count("REQUEST"));
  }

  @Test
  void aPexRequestIsAnsweredWithLivelyNeighboursAndNotTooOften() throws IOException {
    file.seed(mesh, host);
    Stranger old = neighbour(1);
    mesh.run(61 * SECOND);
    Stranger fresh = neighbour(2);
    Stranger asker = neighbour(3);
    asker.say(host, w -> w.pexRequest());
    mesh.run(100_000);
    assertEquals(List.of("PEX_RESv4 peer=10.9.0.2:6778"), asker.messages());
    asker.say(host, w -> w.pexRequest());
    mesh.run(SECOND);
    assertEquals(0, asker.messages().size(), "not twice in five seconds");
    old.say(host, w -> {});
    mesh.run(6 * SECOND);
    asker.say(host, w -> w.pexRequest());
    mesh.run(100_000);
    assertEquals(2, asker.count("PEX_RESv4"));
    assertEquals(0, fresh.count("PEX_RESv4"), "nobody else is told");
  }

  private static byte[] v6(int first, int last) {
    byte[] ip = new byte[16];
    ip[0] = (byte) first;
    ip[15] = (byte) last;
    return ip;
  }

  @Test
  void privateAddressesStayInside() throws IOException {
    EngineSettings open = new Tuning().exchange(EngineSettings.Exchange.ANY).settings();
    Mesh.Host gateway = mesh.host(new byte[] {(byte) 192, 0, 2, 1}, open);
    file.seed(mesh, gateway);
    byte[][] inside = {{10, 1, 1, 1}, {(byte) 192, (byte) 168, 1, 1}, v6(0xfd, 1), v6(0, 1)};
    byte[][] outside = {{(byte) 198, 51, 100, 7}, v6(0x20, 9)};
    for (byte[] ip : inside) {
      new Stranger(mesh, ip, file.known).open(gateway);
    }
    Stranger publicV4 = new Stranger(mesh, outside[0], file.known);
    publicV4.open(gateway);
    Stranger publicV6 = new Stranger(mesh, outside[1], file.known);
    publicV6.open(gateway);
    publicV6.lines();
    publicV6.say(gateway, w -> w.pexRequest());
    mesh.run(100_000);
    assertEquals(List.of("PEX_RESv4 peer=198.51.100.7:6778"), publicV6.messages());
    Stranger insider = new Stranger(mesh, new byte[] {10, 1, 1, 2}, file.known);
    insider.open(gateway);
    insider.lines();
    insider.say(gateway, w -> w.pexRequest());
    mesh.run(100_000);
    List<String> told = insider.messages();
    assertEquals(6, told.size(), told.toString());
    assertEquals(3, told.stream().filter(l -> l.startsWith("PEX_RESv6")).count());
  }

  @Test
  void withoutAPrivateAddressNoPlainPexByDefault() throws IOException {
    file.seed(mesh, host);
    neighbour(1);
    Stranger outside = new Stranger(mesh, new byte[] {(byte) 198, 51, 100, 7}, file.known);
    outside.open(host);
    outside.lines();
    outside.say(host, w -> w.pexRequest());
    mesh.run(SECOND);
    assertEquals(0, outside.messages().size());
  }

  @Test
  void addressesAreTakenOnlyFromThoseAskedAndNotManyOfThem() throws IOException {
    Swarm swarm = file.fetch(mesh, host);
    Stranger teller = new Stranger(mesh, 1, file.known);
    teller.open(host);
    assertEquals(1, teller.count("PEX_REQ"));
    int before = swarm.candidates().size();
    teller.say(
        host,
        w -> {
          for (int i = 0; i < 100; i++) {
            w.pexAddress(Mesh.address(new byte[] {10, 7, 0, (byte) i}, 7000));
          }
        });
    mesh.run(10_000);
    assertEquals(before + 16, swarm.candidates().size());
    Stranger other = new Stranger(mesh, 2, file.known);
    other.open(host);
    other.count("PEX_REQ");
    other.say(host, w -> w.pexAddress(Mesh.address(new byte[] {127, 0, 0, 1}, 53)));
    other.say(host, w -> w.pexAddress(Mesh.address(new byte[] {(byte) 224, 0, 0, 1}, 53)));
    other.say(host, w -> w.pexAddress(Mesh.address(new byte[] {0, 0, 0, 0}, 53)));
    other.say(host, w -> w.pexAddress(Mesh.address(new byte[] {-1, -1, -1, -1}, 53)));
    other.say(host, w -> w.pexAddress(Mesh.address(new byte[] {10, 7, 1, 1}, 0)));
    mesh.run(10_000);
    assertTrue(swarm.candidates().size() <= before + 17);
  }

  @Test
  void unaskedAddressesAreIgnored() throws IOException {
    Swarm seeding = file.seed(mesh, host);
    EngineSettings.defaults();
    Stranger teller = neighbour(1);
    // it was asked when it came; those expected run out
    for (int n = 0; n < 2; n++) {
      teller.say(
          host,
          w -> {
            for (int i = 0; i < 16; i++) {
              w.pexAddress(Mesh.address(new byte[] {10, 6, 0, (byte) i}, 7000));
            }
          });
    }
    mesh.run(10_000);
    int known = seeding.candidates().size();
    teller.say(host, w -> w.pexAddress(Mesh.address(new byte[] {10, 6, 1, 1}, 7000)));
    mesh.run(10_000);
    assertEquals(known, seeding.candidates().size());
  }

  /** §6.2 and §7.9: a window in chunks, in bytes with byte ranges. */
  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void theDiscardWindowSlidesAlong(ChunkAddressing addressing) {
    LiveFixture base = new LiveFixture(mesh);
    LiveFixture live = new LiveFixture(mesh, base.key, base.metadata.with(addressing));
    live.ring = 1 << 20;
    Swarm swarm = live.watch(host);
    Stranger teller = new Stranger(mesh, 1, live.metadata);
    long window = addressing == ChunkAddressing.BYTES_64 ? 64 * 1024 : 64;
    Handshake h = teller.handshake().discardWindow(window);
    teller.send(host, teller.write(0, w -> w.handshake(h)));
    mesh.run(10_000);
    String reply = teller.messages().get(0);
    long capacity = swarm.content().store().capacity();
    long told = addressing == ChunkAddressing.BYTES_64 ? capacity * 1024 : capacity;
    assertTrue(reply.contains("discard-window=" + told), reply);
    teller.say(host, w -> w.have(0, 127));
    mesh.run(10_000);
    Channel channel = swarm.neighbours().get(0);
    assertEquals(64, channel.remote().min());
    assertEquals(127, channel.remote().max());
    teller.say(host, w -> w.have(128, 255));
    mesh.run(10_000);
    assertEquals(192, channel.remote().min());
  }

  /** §6.1.2.4: the munro is not in the first two datagrams but in those behind them. */
  @Test
  void secureTuneIn() {
    LiveFixture live = new LiveFixture(mesh);
    live.rate = 60_000;
    live.inject(host);
    mesh.run(SECOND);
    live.pause(true);
    Stranger viewer = new Stranger(mesh, 1, live.metadata);
    viewer.send(host, viewer.write(0, w -> w.handshake(viewer.handshake())));
    mesh.run(100_000);
    assertFalse(viewer.messages().toString().contains("INTEGRITY"), "not in the second");
    viewer.say(host, w -> {});
    mesh.run(100_000);
    List<String> fourth = viewer.messages();
    assertTrue(fourth.toString().contains("SIGNED_INTEGRITY first=32 last=47"), fourth.toString());
    live.pause(false);
    mesh.run(SECOND);
    assertTrue(viewer.count("SIGNED_INTEGRITY") > 0, "until it shows that it knows");
    viewer.say(host, w -> w.have(0, 1 << 20));
    mesh.run(100_000);
    viewer.lines();
    mesh.run(SECOND);
    assertEquals(0, viewer.count("SIGNED_INTEGRITY"));
  }

  @Test
  void theFirstDatagramOfADialHasNoMunroButTheThirdHas() {
    LiveFixture live = new LiveFixture(mesh);
    live.rate = 60_000;
    Swarm source = live.inject(host);
    mesh.run(SECOND);
    live.pause(true);
    Stranger viewer = new Stranger(mesh, 1, live.metadata);
    source.offer(viewer.address, mesh.now);
    mesh.run(10_000);
    List<String> first = viewer.messages();
    assertEquals(1, first.size(), first.toString());
    viewer.say(host, w -> w.handshake(viewer.answer()));
    mesh.run(10_000);
    assertEquals(1, viewer.count("SIGNED_INTEGRITY"));
  }

  /** §6.1.2.3: what is not signed yet is nobody's business. */
  @Test
  void nothingIsAnnouncedBeforeItIsSigned() {
    LiveFixture live = new LiveFixture(mesh);
    live.rate = 25_000;
    live.munroWidth = 32;
    Swarm source = live.inject(host);
    Stranger viewer = new Stranger(mesh, 1, live.metadata);
    viewer.open(host);
    for (int i = 0; i < 100; i++) {
      mesh.run(50_000);
      long signed = source.content().writer().nextChunk() / 32 * 32;
      for (String line : viewer.messages()) {
        if (line.startsWith("HAVE")) {
          long last = Long.parseLong(line.replaceAll(".*last=", ""));
          assertTrue(last < signed, line + " of " + signed);
        }
      }
      viewer.say(host, w -> w.request(signed, signed + 31));
    }
    assertEquals(0, viewer.count("DATA"));
  }

  @Test
  void whatANeighbourDoesNotTakeIsNotSent() throws IOException {
    Swarm swarm = file.fetch(mesh, host);
    Stranger plain = new Stranger(mesh, 1, file.known);
    Handshake h =
        plain
            .handshake()
            .supportsOnly(
                java.util.EnumSet.complementOf(
                    java.util.EnumSet.of(
                        tv.martlet.wire.MessageType.PEX_REQ, tv.martlet.wire.MessageType.ACK)));
    plain.send(host, plain.write(0, w -> w.handshake(h)));
    mesh.run(10_000);
    plain.say(host, w -> w.have(0, 97));
    mesh.run(10_000);
    assertEquals(1, swarm.neighbours().size());
    assertEquals(0, plain.count("PEX_REQ"));
  }
}

package tv.martlet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.chunk.ChunkFile;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.peer.DatagramSink;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.peer.Tuning;

/** Swarms over real UDP sockets on loopback. */
class SocketSwarmTest {
  private static final EngineSettings SETTINGS = EngineSettings.defaults();

  @TempDir Path dir;
  private final List<UdpPort> ports = new ArrayList<>();

  private UdpPort port(String host) throws IOException {
    return port(host, sink -> sink);
  }

  private UdpPort port(String host, java.util.function.UnaryOperator<DatagramSink> wrap)
      throws IOException {
    return port(host, SETTINGS, wrap);
  }

  private UdpPort port(
      String host, EngineSettings settings, java.util.function.UnaryOperator<DatagramSink> wrap)
      throws IOException {
    UdpPort port =
        UdpPort.open(
            new InetSocketAddress(InetAddress.getByName(host), 0),
            MicroClock.system(),
            sink -> new Engine(settings, new SecureRandom(), wrap.apply(sink)));
    ports.add(port);
    return port;
  }

  @AfterEach
  void close() {
    ports.forEach(UdpPort::close);
  }

  private static <T> T on(UdpPort port, UdpPort.Task<T> task) throws Exception {
    return port.submit(task).get(20, TimeUnit.SECONDS);
  }

  private static Swarm join(UdpPort port, Content content, SwarmListener listener)
      throws Exception {
    return on(
        port, (engine, now) -> engine.join(content, SwarmPolicy.plain(SETTINGS), listener, now));
  }

  /** Completes when the whole file is here; keeps who was banned. */
  private static final class Watcher implements SwarmListener {
    final CompletableFuture<Swarm> complete = new CompletableFuture<>();
    final List<InetSocketAddress> banned = new ArrayList<>();

    @Override
    public void progressed(Swarm swarm, long now) {
      if (swarm.isComplete()) {
        complete.complete(swarm);
      }
    }

    @Override
    public void banned(Swarm swarm, InetSocketAddress neighbour) {
      banned.add(neighbour);
    }
  }

  private Path file(int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(3).nextBytes(content);
    return Files.write(dir.resolve("original"), content);
  }

  private static Content seed(Path original) throws IOException {
    return Content.seedFile(original, SwarmMetadata.template(HashFunction.SHA1), n -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aFile(String host) throws Exception {
    Path original = file(3_000_001);
    UdpPort seeder = port(host);
    Content seeded = seed(original);
    join(seeder, seeded, SwarmListener.NONE);
    UdpPort leecher = port(host);
    Path copy = dir.resolve("copy");
    Watcher watcher = new Watcher();
    Swarm swarm =
        join(leecher, Content.fetchFile(copy, seeded.metadata().withLength(-1), 1L << 30), watcher);
    on(leecher, (engine, now) -> offer(swarm, seeder, now));
    watcher.complete.get(20, TimeUnit.SECONDS);
    on(leecher, (engine, now) -> complete(swarm));
    assertEquals(-1, Files.mismatch(original, copy));
  }

  private static Void offer(Swarm swarm, UdpPort to, long now) {
    swarm.offer(to.localAddress(), now);
    return null;
  }

  private static Void complete(Swarm swarm) {
    try {
      ((ChunkFile) swarm.content().store()).complete();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return null;
  }

  /** Spoils one bit of each datagram with a chunk. */
  private static final class Liar implements DatagramSink {
    private final DatagramSink sink;
    private ByteBuffer memory;
    private int begin;

    Liar(DatagramSink sink) {
      this.sink = sink;
    }

    @Override
    public ByteBuffer begin(int maxBytes) {
      memory = sink.begin(maxBytes);
      begin = memory.position();
      return memory;
    }

    @Override
    public void send(InetSocketAddress to) {
      int last = memory.position() - 1;
      if (last - begin > 900) {
        memory.put(last, (byte) (memory.get(last) ^ 1));
      }
      sink.send(to);
    }
  }

  @Test
  void aBigFileOfThreeOneOfWhomLies() throws Exception {
    Path original = file(64 << 20);
    Content seeded = seed(original);
    // Two honest ones at full speed can be through before the liar, on a busy machine, says a word.
    EngineSettings slow = new Tuning().uploadLimit(8_000_000).settings();
    List<UdpPort> seeders =
        List.of(
            port("127.0.0.1", slow, sink -> sink),
            port("127.0.0.1", Liar::new),
            port("127.0.0.1", slow, sink -> sink));
    join(seeders.get(0), seeded, SwarmListener.NONE);
    join(seeders.get(1), seed(original), SwarmListener.NONE);
    join(seeders.get(2), seed(original), SwarmListener.NONE);
    UdpPort leecher = port("127.0.0.1");
    Path copy = dir.resolve("copy");
    Watcher watcher = new Watcher();
    Swarm swarm =
        join(leecher, Content.fetchFile(copy, seeded.metadata().withLength(-1), 1L << 30), watcher);
    for (UdpPort each : seeders) {
      on(leecher, (engine, now) -> offer(swarm, each, now));
    }
    watcher.complete.get(100, TimeUnit.SECONDS);
    on(leecher, (engine, now) -> complete(swarm));
    assertEquals(-1, Files.mismatch(original, copy));
    assertEquals(List.of(seeders.get(1).localAddress()), watcher.banned);
    int left = on(leecher, (engine, now) -> swarm.neighbours().size());
    assertEquals(2, left);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aStream(String host) throws Exception {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    SwarmMetadata metadata = SwarmMetadata.live(key.publicKey().id());
    UdpPort injector = port(host);
    Content made = Content.inject(metadata, key, 4 << 20, 16, 0);
    Swarm source = join(injector, made, SwarmListener.NONE);
    made.writer()
        .listener((first, last) -> source.published(first, last, injector.clock().micros()));
    AtomicBoolean going = new AtomicBoolean(true);
    Thread camera = new Thread(() -> feed(injector, made, going));
    camera.start();
    UdpPort viewer = port(host);
    CompletableFuture<Void> played = new CompletableFuture<>();
    Content watched = on(viewer, (engine, now) -> watch(metadata, engine));
    Swarm swarm =
        join(
            viewer,
            watched,
            new SwarmListener() {
              @Override
              public void progressed(Swarm s, long now) {
                if (s.playout() != null && s.playout().onTime() > 300) {
                  played.complete(null);
                }
              }
            });
    on(viewer, (engine, now) -> offer(swarm, injector, now));
    played.get(20, TimeUnit.SECONDS);
    going.set(false);
    camera.join(10_000);
    double continuity = on(viewer, (engine, now) -> swarm.playout().continuity());
    assertEquals(1.0, continuity);
    on(
        viewer,
        (engine, now) -> {
          engine.leave(swarm, now);
          return null;
        });
    watched.close();
  }

  private static Content watch(SwarmMetadata metadata, Engine engine) {
    return Content.live(metadata, 4 << 20, SignatureChecker.inline(), engine.signatureListener());
  }

  private static void feed(UdpPort port, Content made, AtomicBoolean going) {
    byte[] bytes = new byte[4_000];
    Random random = new Random(9);
    while (going.get()) {
      random.nextBytes(bytes);
      port.submit(
              (engine, now) -> {
                made.writer().append(ByteBuffer.wrap(bytes), now);
                return null;
              })
          .join();
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void nonsenseIsCountedAndAnsweredByNothing() throws Exception {
    UdpPort port = port("127.0.0.1");
    try (DatagramSocket socket = new DatagramSocket()) {
      Random random = new Random(4);
      for (int i = 0; i < 200; i++) {
        byte[] bytes = new byte[random.nextInt(1_400)];
        random.nextBytes(bytes);
        socket.send(new DatagramPacket(bytes, bytes.length, port.localAddress()));
      }
      long deadline = System.nanoTime() + 10_000_000_000L;
      long seen = 0;
      while (seen < 200 && System.nanoTime() < deadline) {
        seen = on(port, (engine, now) -> engine.counters().datagramsIn);
      }
      assertTrue(seen >= 190, "seen " + seen);
      long out = on(port, (engine, now) -> engine.counters().datagramsOut);
      assertEquals(0, out);
    }
  }

  @Test
  void aPortInUseIsSaidInASentence() throws Exception {
    UdpPort first = port("127.0.0.1");
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                UdpPort.open(
                    first.localAddress(),
                    MicroClock.system(),
                    sink -> new Engine(SETTINGS, new Random(1), sink)));
    assertTrue(e.getMessage().contains("set peer.listen"), e.getMessage());
  }
}

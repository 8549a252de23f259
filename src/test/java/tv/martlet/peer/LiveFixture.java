package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;

/** A live stream of random bytes, its injector, and those who watch it. */
final class LiveFixture {
  static final int TICK = 10_000;

  final Mesh mesh;
  final SigningKey key;
  final SwarmMetadata metadata;
  int rate = 250_000; // bytes a second: 2 Mbit/s
  int ring = 4 << 20;
  int munroWidth = 16;
  long firstChunk;

  private final byte[] bytes = new byte[1 << 16];
  private Content content;
  private Swarm source;
  private Mesh.Host injector;
  private int generation; // of the injector: an older one's feed stops
  private boolean paused;

  LiveFixture(Mesh mesh) {
    this(mesh, SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom()));
  }

  LiveFixture(Mesh mesh, SigningKey key) {
    this(mesh, key, SwarmMetadata.live(key.publicKey().id()));
  }

  LiveFixture(Mesh mesh, SigningKey key, SwarmMetadata metadata) {
    this.mesh = mesh;
    this.key = key;
    this.metadata = metadata;
  }

  /** Begins to broadcast from this host. */
  Swarm inject(Mesh.Host host) {
    return inject(host, SwarmPolicy.plain(host.engine.settings()));
  }

  Swarm inject(Mesh.Host host, SwarmPolicy policy) {
    injector = host;
    content =
        Content.inject(
            metadata, metadata.integrity().isSigned() ? key : null, ring, munroWidth, firstChunk);
    Swarm swarm = host.engine.join(content, policy, SwarmListener.NONE, mesh.now);
    source = swarm;
    content.writer().listener((first, last) -> swarm.published(first, last, mesh.now));
    generation++;
    feed(generation, new Random(5));
    return swarm;
  }

  void pause(boolean value) {
    paused = value;
  }

  private void feed(int mine, Random random) {
    if (mine != generation || injector.dead) {
      return;
    }
    if (!paused) {
      random.nextBytes(bytes);
      content.writer().append(ByteBuffer.wrap(bytes, 0, rate / (1_000_000 / TICK)), mesh.now);
      injector.advance();
    }
    mesh.at(mesh.now + TICK, () -> feed(mine, random));
  }

  Swarm source() {
    return source;
  }

  Swarm watch(Mesh.Host host) {
    return watch(host, SwarmPolicy.plain(host.engine.settings()));
  }

  Swarm watch(Mesh.Host host, SwarmPolicy policy) {
    Content watched =
        Content.live(metadata, ring, SignatureChecker.inline(), host.engine.signatureListener());
    return host.engine.join(watched, policy, SwarmListener.NONE, mesh.now);
  }

  Swarm watch(Mesh.Host host, Mesh.Host... known) {
    Swarm swarm = watch(host);
    for (Mesh.Host each : known) {
      swarm.offer(each.address, mesh.now);
    }
    return swarm;
  }

  /** Every chunk that both still have is the same. */
  void assertSame(Swarm viewer) {
    ChunkStore theirs = viewer.content().store();
    ChunkStore ours = content.store();
    int size = metadata.chunkSize();
    for (int i = 0; i < theirs.available().count(); i++) {
      for (long c = theirs.available().first(i); c <= theirs.available().last(i); c++) {
        if (ours.contains(c)) {
          ByteBuffer a = ByteBuffer.allocate(size);
          ByteBuffer b = ByteBuffer.allocate(size);
          ours.copyTo(c, a);
          theirs.copyTo(c, b);
          assertEquals(a.flip(), b.flip());
        }
      }
    }
  }
}

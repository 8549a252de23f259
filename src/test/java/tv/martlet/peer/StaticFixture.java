package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkFile;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;

/** A file that is seeded and fetched. */
final class StaticFixture {
  final Path original;
  final SwarmMetadata template;
  final SwarmMetadata known; // what a leecher is told
  private final Path dir;
  private int copies;

  StaticFixture(Path dir, int bytes) throws IOException {
    this(dir, bytes, SwarmMetadata.template(HashFunction.SHA256));
  }

  StaticFixture(Path dir, int bytes, SwarmMetadata template) throws IOException {
    this.dir = dir;
    this.template = template;
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    original = Files.write(dir.resolve("content-" + bytes), content);
    try (Content seed = seed()) {
      SwarmMetadata sized = seed.metadata();
      known = template.integrity() == IntegrityMethod.NONE ? sized : sized.withLength(-1);
    }
  }

  static SwarmMetadata template(IntegrityMethod method, HashFunction hash, ChunkAddressing form) {
    SwarmId id = SwarmId.of(new byte[hash.length()]);
    return new SwarmMetadata(id, method, hash, null, form, 1024, -1, false);
  }

  Content seed() throws IOException {
    return Content.seedFile(original, template, n -> {});
  }

  Swarm seed(Mesh mesh, Mesh.Host host) throws IOException {
    return join(mesh, host, seed());
  }

  Content fetch() throws IOException {
    return Content.fetchFile(dir.resolve("copy-" + copies++), known, 1L << 30);
  }

  Swarm fetch(Mesh mesh, Mesh.Host host) throws IOException {
    return join(mesh, host, fetch());
  }

  static Swarm join(Mesh mesh, Mesh.Host host, Content content) {
    SwarmPolicy policy = SwarmPolicy.plain(host.engine.settings());
    return host.engine.join(content, policy, SwarmListener.NONE, mesh.now);
  }

  /** Completes the copy and compares it with the original. */
  void assertCopied(Swarm swarm) throws IOException {
    Path copy = dir.resolve("copy-" + (copies - 1));
    assertCopied(swarm, copy);
  }

  void assertCopied(Swarm swarm, Path copy) throws IOException {
    ((ChunkFile) swarm.content().store()).complete();
    assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy));
  }
}

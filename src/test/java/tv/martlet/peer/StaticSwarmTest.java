package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;

class StaticSwarmTest {
  @TempDir Path dir;

  private Path file(int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(7).nextBytes(content);
    return Files.write(dir.resolve("content-" + bytes), content);
  }

  private static Swarm join(Mesh.Host host, Content content, Mesh mesh) {
    SwarmPolicy policy = SwarmPolicy.plain(host.engine.settings());
    return host.engine.join(content, policy, SwarmListener.NONE, mesh.now);
  }

  @Test
  void fetchesAFileFromOneSeeder() throws IOException {
    Mesh mesh = new Mesh(1);
    Path original = file(1_000_123);
    SwarmMetadata template = SwarmMetadata.file(SwarmId.of(new byte[32]));
    Content seeded = Content.seedFile(original, template, n -> {});
    Mesh.Host seeder = mesh.host();
    join(seeder, seeded, mesh);
    Path copy = dir.resolve("copy");
    SwarmMetadata known = SwarmMetadata.file(seeded.metadata().id());
    Mesh.Host leecher = mesh.host();
    Swarm fetched = join(leecher, Content.fetchFile(copy, known, 1L << 30), mesh);
    fetched.offer(seeder.address, mesh.now);
    mesh.run(3_000_000);
    assertEquals(977, fetched.content().store().available().size());
    assertTrue(fetched.isComplete());
    assertEquals(0, leecher.engine.counters().duplicates);
    assertEquals(0, leecher.engine.counters().unproven);
    assertEquals(1_000_123, fetched.content().integrity().contentLength());
    ((tv.martlet.chunk.ChunkFile) fetched.content().store()).complete();
    assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy));
  }

  @Test
  void allThatWereThereBeforeTheSizeWasProvenAreAsked() throws IOException {
    Mesh mesh = new Mesh(2);
    StaticFixture file = new StaticFixture(dir, 1 << 20);
    Mesh.Host leecher = mesh.host();
    Swarm fetched = file.fetch(mesh, leecher);
    for (int i = 0; i < 3; i++) {
      Mesh.Host seeder = mesh.host();
      seeder.rate = 500_000;
      file.seed(mesh, seeder);
      fetched.offer(seeder.address, mesh.now);
    }
    mesh.run(3_000_000);
    assertTrue(fetched.isComplete());
    for (Channel seeder : fetched.neighbours()) {
      assertTrue(seeder.chunksReceived() > 200, seeder.address() + " " + seeder.chunksReceived());
    }
    file.assertCopied(fetched);
  }
}

package tv.martlet.peer;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A peer of ours that has a file, and one that speaks as the test wants. */
abstract class SeederAndStranger {
  static final long SECOND = 1_000_000;
  @TempDir Path dir;
  Mesh mesh;
  StaticFixture file;
  Mesh.Host host;
  Swarm swarm;
  Stranger stranger;

  @BeforeEach
  void seed() throws IOException {
    mesh = new Mesh(21);
    file = new StaticFixture(dir, 20_000);
    host = mesh.host();
    swarm = file.seed(mesh, host);
    stranger = new Stranger(mesh, 1, file.known);
  }
}

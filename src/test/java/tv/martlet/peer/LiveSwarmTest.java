package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;

class LiveSwarmTest {
  private static final int RATE = 250_000; // bytes a second: 2 Mbit/s

  private final SigningKey key =
      SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
  private final SwarmMetadata metadata = SwarmMetadata.live(key.publicKey().id());

  private Swarm inject(Mesh mesh, Mesh.Host host) {
    Content content = Content.inject(metadata, key, 4 << 20, 16, 0);
    Swarm swarm =
        host.engine.join(
            content,
            new SwarmPolicy(
                new UploadSlots(2), new InOrderPicker(), host.engine.settings().congestion()),
            SwarmListener.NONE,
            mesh.now);
    content.writer().listener((first, last) -> swarm.published(first, last, mesh.now));
    feed(mesh, host, content, new Random(5));
    return swarm;
  }

  private void feed(Mesh mesh, Mesh.Host host, Content content, Random random) {
    byte[] bytes = new byte[RATE / 100];
    random.nextBytes(bytes);
    if (!host.dead) {
      content.writer().append(ByteBuffer.wrap(bytes), mesh.now);
      host.advance();
    }
    mesh.at(mesh.now + 10_000, () -> feed(mesh, host, content, random));
  }

  private Swarm join(Mesh mesh, Mesh.Host host) {
    Content content =
        Content.live(metadata, 4 << 20, SignatureChecker.inline(), host.engine.signatureListener());
    return host.engine.join(
        content, SwarmPolicy.plain(host.engine.settings()), SwarmListener.NONE, mesh.now);
  }

  @Test
  void relaysAndViewersPlayWithoutAHole() {
    Mesh mesh = new Mesh(3);
    Mesh.Host injector = mesh.host();
    Swarm source = inject(mesh, injector);
    mesh.run(3_000_000);
    List<Swarm> viewers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Mesh.Host viewer = mesh.host();
      Swarm swarm = join(mesh, viewer);
      swarm.offer(injector.address, mesh.now);
      viewers.add(swarm);
      mesh.run(300_000);
      assertNotNull(swarm.playout(), "viewer " + i + " has not tuned in");
    }
    mesh.run(20_000_000);
    for (Swarm viewer : viewers) {
      assertEquals(1.0, viewer.playout().continuity());
      assertTrue(viewer.playout().onTime() > 4_500, "played " + viewer.playout().onTime());
      assertTrue(viewer.playout().lagMicros() < 2_000_000);
      assertEquals(source.content().store().available().max() + 1, viewer.playout().next());
    }
    double copies = (double) source.uploadedBytes() / injector.engine.counters().contentOut;
    assertTrue(copies < 1.2, "overhead " + copies);
    assertTrue(injector.engine.counters().contentOut < 2.2 * 23 * RATE, "two slots, two copies");
  }
}

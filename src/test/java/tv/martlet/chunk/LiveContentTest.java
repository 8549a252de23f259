package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.chunk.Integrity.Verdict;

class LiveContentTest {
  private static final SigningKey KEY =
      SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
  private static final SwarmMetadata UNIFIED = SwarmMetadata.live(KEY.publicKey().id());
  private static final int RING = 600_000;

  private final Random random = new Random(7574);
  private final List<Boolean> outcomes = new ArrayList<>();

  private Content receiver(SwarmMetadata metadata) {
    return Content.live(
        metadata,
        RING,
        SignatureChecker.inline(),
        (first, last, ntp, genuine, source) -> outcomes.add(genuine));
  }

  private ByteBuffer bytes(int chunks, SwarmMetadata metadata) {
    byte[] bytes = new byte[chunks * metadata.chunkSize()];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private void assertSame(Content a, Content b, long chunk) {
    ByteBuffer left = ByteBuffer.allocate(8192);
    ByteBuffer right = ByteBuffer.allocate(8192);
    a.store().copyTo(chunk, left);
    b.store().copyTo(chunk, right);
    assertEquals(left.flip(), right.flip());
  }

  @ParameterizedTest
  @EnumSource(HashFunction.class)
  void carriesAUnifiedStreamInAnyOrderWithEachHash(HashFunction hash) {
    SwarmMetadata metadata = UNIFIED.with(IntegrityMethod.UNIFIED_MERKLE_TREE, hash);
    Content source = Content.inject(metadata, KEY, RING, 32, 0);
    Content target = receiver(metadata);
    source.writer().append(bytes(256, metadata), 1_000_000);
    List<Long> order = new ArrayList<>();
    for (long i = 0; i < 256; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    Wire wire = new Wire(source, target);
    for (long chunk : order) {
      assertEquals(Verdict.VERIFIED, wire.send(chunk), "chunk " + chunk);
      assertSame(source, target, chunk);
    }
    assertFalse(wire.refused);
    assertEquals(256, target.store().available().size());
    assertEquals(8, outcomes.size());
    assertEquals(32, target.integrity().munroWidth());
    assertEquals(224, target.integrity().rightmostMunro());
    // Each node is sent at most once: 8 munros and, below each, half of the other 62 nodes.
    assertEquals(8 * (1 + 31), wire.hashes);
  }
}

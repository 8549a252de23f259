package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.Integrity.Verdict;

/**
 * What a live receiver makes of lies, malformed messages and signature checks that take their time.
 */
class LiveLiesTest {
  private static final SigningKey KEY =
      SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
  private static final SwarmMetadata UNIFIED = SwarmMetadata.live(KEY.publicKey().id());
  private static final int RING = 600_000;
  private static final long NOW = 1_000_000;

  private final Content source = Content.inject(UNIFIED, KEY, RING, 8, 0);
  private final List<String> heard = new ArrayList<>();
  private final Deque<Runnable> pending = new ArrayDeque<>();
  private final Proof proof = new Proof();
  private final ByteBuffer hash = ByteBuffer.allocate(64);
  private final ByteBuffer signature = ByteBuffer.allocate(64);
  private final ByteBuffer data = ByteBuffer.allocateDirect(2048);
  private int checks;

  LiveLiesTest() {
    byte[] bytes = new byte[64 * 1024];
    new Random(8).nextBytes(bytes);
    source.writer().append(ByteBuffer.wrap(bytes), NOW);
  }

  private Content receiver(boolean later) {
    return Content.live(
        UNIFIED,
        RING,
        later ? this::checkLater : this::checkNow,
        (first, last, ntp, genuine, who) ->
            heard.add(first + "-" + last + " " + genuine + " " + who));
  }

  private void checkNow(SwarmKey key, byte[] message, byte[] sig, Consumer<Boolean> outcome) {
    checks++;
    outcome.accept(key.verify(message, sig));
  }

  private void checkLater(SwarmKey key, byte[] message, byte[] sig, Consumer<Boolean> outcome) {
    checks++;
    pending.add(() -> outcome.accept(key.verify(message, sig)));
  }

  /** Where to flip a bit of a datagram. */
  private enum Lie {
    NONE,
    MUNRO,
    UNCLE,
    SIGNATURE,
    TIMESTAMP,
    DATA
  }

  private Verdict give(Integrity to, long chunk, Lie lie, Object from) {
    source.integrity().proof(chunk, new ChunkRanges(1), proof);
    to.begin(from);
    for (int i = 0; i < proof.hashes; i++) {
      long bin = proof.bins[i];
      source.integrity().copyHash(bin, hash.clear());
      flipIf(lie == (i == 0 ? Lie.MUNRO : Lie.UNCLE), hash);
      assertTrue(to.hash(Bin.first(bin), Bin.last(bin), hash, 0));
      if (i == 0) {
        source.integrity().copySignature(proof.signedFirst, signature.clear());
        flipIf(lie == Lie.SIGNATURE, signature);
        long ntp = proof.timestamp + (lie == Lie.TIMESTAMP ? 1 : 0);
        assertTrue(to.signature(proof.signedFirst, proof.signedLast, ntp, signature, 0, NOW));
      }
    }
    source.store().copyTo(chunk, data.clear());
    flipIf(lie == Lie.DATA, data);
    return to.check(chunk, data, 0, 1024);
  }

  private static void flipIf(boolean really, ByteBuffer buffer) {
    if (really) {
      buffer.put(3, (byte) (buffer.get(3) ^ 4));
    }
  }

  @Test
  void tellsEachLie() {
    for (Lie lie : Lie.values()) {
      Integrity to = receiver(false).integrity();
      Verdict expected = lie == Lie.NONE ? Verdict.VERIFIED : Verdict.FALSE;
      assertEquals(expected, give(to, 3, lie, "x"), lie.name());
      to.end();
      if (lie != Lie.NONE) {
        assertEquals(-1, to.rightmostMunro());
        assertEquals(0, to.timestamp(3));
      }
      assertEquals(Verdict.VERIFIED, give(to, 3, Lie.NONE, "x"), "after " + lie);
    }
  }

  @Test
  void asksForNoSignatureCheckWhereHashesTellTheLie() {
    Integrity to = receiver(false).integrity();
    for (Lie lie : new Lie[] {Lie.MUNRO, Lie.UNCLE, Lie.DATA}) {
      assertEquals(Verdict.FALSE, give(to, 3, lie, "x"));
    }
    assertEquals(0, checks);
    assertEquals(Verdict.FALSE, give(to, 3, Lie.SIGNATURE, "x"));
    assertEquals(Verdict.FALSE, give(to, 3, Lie.SIGNATURE, "x"));
    assertEquals(1, checks, "the same lie costs one check");
    assertEquals(List.of("0-7 false x"), heard);
  }

  @Test
  void aKnownMunroWithAnotherHashIsALie() {
    Integrity to = receiver(false).integrity();
    assertEquals(Verdict.VERIFIED, give(to, 3, Lie.NONE, "x"));
    assertEquals(Verdict.FALSE, give(to, 3, Lie.MUNRO, "y"));
    assertEquals(Verdict.FALSE, give(to, 4, Lie.MUNRO, "y"));
    to.begin("y");
    source.integrity().copyHash(proof.bins[0], hash.clear());
    flipIf(true, hash);
    assertTrue(to.hash(0, 7, hash, 0));
    assertTrue(to.signature(0, 7, proof.timestamp, signature, 0, NOW));
    assertEquals(Verdict.FALSE, to.end());
    assertEquals(
        Verdict.VERIFIED, give(to, 4, Lie.SIGNATURE, "z"), "a known munro's is not looked at");
    assertEquals(1, checks);
  }

  @Test
  void waitsForASignatureAndTakesTheParkedDatagramAfterwards() {
    Content target = receiver(true);
    Integrity to = target.integrity();
    assertEquals(Verdict.PENDING, give(to, 3, Lie.NONE, "x"));
    assertEquals(Verdict.PENDING, to.end());
    assertEquals(Verdict.PENDING, give(to, 3, Lie.NONE, "x"));
    assertEquals(Verdict.PENDING, give(to, 4, Lie.NONE, "y"));
    assertEquals(1, checks);
    assertEquals(-1, to.rightmostMunro());
    pending.remove().run();
    assertEquals(List.of("0-7 true x"), heard);
    assertEquals(0, to.rightmostMunro());
    assertEquals(Verdict.VERIFIED, give(to, 3, Lie.NONE, "x"));
    assertTrue(target.store().put(3, data, 0, 1024));
    assertEquals(Verdict.VERIFIED, give(to, 4, Lie.NONE, "y"));
    assertEquals(1, checks);
  }

  @Test
  void aFalseSignatureThatWasPendingIsFalseWhenGivenAgain() {
    Integrity to = receiver(true).integrity();
    assertEquals(Verdict.PENDING, give(to, 3, Lie.SIGNATURE, "x"));
    pending.remove().run();
    assertEquals(List.of("0-7 false x"), heard);
    assertEquals(Verdict.FALSE, give(to, 3, Lie.SIGNATURE, "x"));
    assertEquals(1, checks);
  }

  @Test
  void checksUnderWayAreBoundedForEachSource() {
    Integrity to = receiver(true).integrity();
    int unproven = 0;
    for (int i = 0; i < 40; i++) {
      source.integrity().proof(3, new ChunkRanges(1), proof);
      to.begin("flooder");
      source.integrity().copyHash(proof.bins[0], hash.clear());
      source.integrity().copySignature(0, signature.clear());
      signature.put(0, (byte) i);
      assertTrue(to.hash(0, 7, hash, 0));
      assertTrue(to.signature(0, 7, proof.timestamp, signature, 0, NOW));
      unproven += to.end() == Verdict.UNPROVEN ? 1 : 0;
    }
    assertEquals(8, checks);
    assertEquals(32, unproven);
    assertEquals(Verdict.PENDING, give(to, 3, Lie.NONE, "honest"));
    while (!pending.isEmpty()) {
      pending.remove().run();
    }
    assertEquals(Verdict.VERIFIED, give(to, 3, Lie.NONE, "honest"));
  }

  @Test
  void refusesMalformedMessages() {
    Integrity to = receiver(false).integrity();
    to.begin("x");
    assertFalse(to.hash(1, 2, hash, 0), "no node");
    assertFalse(to.hash(0, 4095, hash, 0), "wider than any munro");
    assertFalse(to.signature(0, 7, 0, signature, 0, NOW), "its hash did not come before it");
    assertTrue(to.hash(4, 4, hash, 0));
    assertFalse(to.signature(4, 4, 0, signature, 0, NOW), "one chunk is no munro");
    assertFalse(to.signature(1, 2, 0, signature, 0, NOW), "no node");
    assertEquals(Verdict.VERIFIED, give(to, 3, Lie.NONE, "x"));
    assertFalse(to.hash(0, 15, hash, 0), "wider than the munros of this stream");
    assertTrue(to.hash(16, 19, hash, 0));
    assertFalse(to.signature(16, 19, 0, signature, 0, NOW), "another number of chunks a signature");
    assertEquals(Verdict.FALSE, to.check(3, data, 0, 1023));
    assertEquals(Verdict.FALSE, to.check(3, data, 0, 1025));
    assertEquals(Verdict.FALSE, to.check(-1, data, 0, 1024));
    assertEquals(Verdict.FALSE, to.check(Long.MAX_VALUE, data, 0, 1024));
    assertEquals(Verdict.UNPROVEN, to.check(40, data, 0, 1024));
  }

  @Test
  void refusesAGenuineMunroOfAnotherWidth() {
    Content other = Content.inject(UNIFIED, KEY, RING, 4, 512);
    other.writer().append(ByteBuffer.allocate(4096), NOW);
    Content target = receiver(true);
    assertEquals(Verdict.PENDING, new Wire(source, target).send(0));
    assertEquals(Verdict.PENDING, new Wire(other, target).send(512));
    pending.remove().run();
    pending.remove().run();
    assertEquals(List.of("0-7 true neighbour", "512-515 false neighbour"), heard);
    assertEquals(8, target.integrity().munroWidth());
    assertEquals(0, target.integrity().rightmostMunro());
  }

  @Test
  void signAllTellsLiesAndWaits() {
    SwarmMetadata metadata = UNIFIED.with(IntegrityMethod.SIGN_ALL, HashFunction.SHA256);
    Content from = Content.inject(metadata, KEY, RING, 1, 0);
    from.writer().append(ByteBuffer.allocate(4096), NOW);
    Content target =
        Content.live(
            metadata, RING, this::checkLater, (a, b, c, genuine, e) -> heard.add("" + genuine));
    Wire wire = new Wire(from, target);
    assertEquals(Verdict.PENDING, wire.send(2));
    assertFalse(target.store().contains(2));
    pending.remove().run();
    assertEquals(Verdict.VERIFIED, wire.send(2));
    Integrity to = target.integrity();
    from.store().copyTo(2, data.clear());
    to.begin("x");
    assertEquals(Verdict.VERIFIED, to.check(2, data, 0, 1024), "a stored chunk again");
    data.put(1023, (byte) 1);
    assertEquals(Verdict.FALSE, to.check(2, data, 0, 1024));
    assertEquals(Verdict.UNPROVEN, to.check(3, data, 0, 1024), "no signature");
    from.integrity().proof(3, new ChunkRanges(1), proof);
    from.integrity().copySignature(3, signature.clear());
    assertTrue(to.signature(3, 3, proof.timestamp, signature, 0, NOW));
    assertEquals(Verdict.PENDING, to.check(3, data, 0, 1024));
    pending.remove().run();
    assertEquals(Verdict.FALSE, to.check(3, data, 0, 1024));
    assertEquals(List.of("true", "false"), heard);
    assertFalse(to.signature(2, 3, 0, signature, 0, NOW));
    assertFalse(to.hash(2, 3, hash, 0));
    assertTrue(to.signature(1, 1, proof.timestamp, signature, 0, NOW * 100));
    assertEquals(Verdict.STALE, to.check(1, data, 0, 1024));
    assertEquals(Verdict.STALE, to.end());
  }

  @Test
  void refusesImpossibleStreams() {
    assertThrows(IllegalArgumentException.class, () -> Content.inject(UNIFIED, null, RING, 8, 0));
    assertThrows(IllegalArgumentException.class, () -> Content.inject(UNIFIED, KEY, RING, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Content.inject(UNIFIED, KEY, RING, 12, 0));
    assertThrows(IllegalArgumentException.class, () -> Content.inject(UNIFIED, KEY, RING, 2048, 0));
    assertThrows(IllegalArgumentException.class, () -> Content.inject(UNIFIED, KEY, RING, 512, 0));
    assertThrows(IllegalArgumentException.class, () -> Content.inject(UNIFIED, KEY, RING, 8, 4));
    assertThrows(IllegalArgumentException.class, () -> Content.inject(UNIFIED, KEY, RING, 8, -8));
    assertThrows(IllegalArgumentException.class, () -> Content.inject(UNIFIED, KEY, 9000, 8, 0));
    SigningKey stranger = SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom());
    assertThrows(
        IllegalArgumentException.class, () -> Content.inject(UNIFIED, stranger, RING, 8, 0));
    SwarmMetadata file = SwarmMetadata.template(HashFunction.SHA1);
    assertThrows(
        IllegalArgumentException.class,
        () -> Content.live(file, RING, SignatureChecker.inline(), (a, b, c, d, e) -> {}));
  }
}

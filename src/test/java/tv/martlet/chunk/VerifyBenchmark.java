package tv.martlet.chunk;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Random;
import tv.martlet.chunk.Integrity.Verdict;

/**
 * Prints how much time of one core a live stream takes to verify and store; run its main method.
 */
final class VerifyBenchmark {
  private static final int CHUNKS = 1 << 16;
  private static final long RING = 160L << 20;
  private static final int ROUNDS = 20;

  private final SigningKey key =
      SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
  private final SwarmMetadata metadata = SwarmMetadata.live(key.publicKey().id());
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(8192);
  private final Proof proof = new Proof();

  private VerifyBenchmark() {}

  public static void main(String[] arguments) {
    new VerifyBenchmark().run(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32);
  }

  private void run(int width) {
    Content source = Content.inject(metadata, key, RING, width, 0);
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    long begin = cpuNanos();
    for (int i = 0; i < CHUNKS / 1024; i++) {
      source.writer().append(ByteBuffer.wrap(bytes), i);
    }
    print("made", cpuNanos() - begin);
    for (int round = 0; round < ROUNDS; round++) {
      Content target =
          Content.live(metadata, RING, SignatureChecker.inline(), (a, b, c, d, e) -> {});
      begin = cpuNanos();
      receive(source, target);
      print("carried, verified and stored", cpuNanos() - begin);
    }
  }

  private void receive(Content source, Content target) {
    ChunkRanges known = new ChunkRanges(64);
    for (long chunk = 0; chunk < CHUNKS; chunk++) {
      source.integrity().proof(chunk, known, proof);
      target.integrity().begin(this);
      for (int i = 0; i < proof.hashes; i++) {
        datagram.clear();
        source.integrity().copyHash(proof.bins[i], datagram);
        target.integrity().hash(Bin.first(proof.bins[i]), Bin.last(proof.bins[i]), datagram, 0);
        if (i == 0 && proof.signed) {
          datagram.clear();
          source.integrity().copySignature(proof.signedFirst, datagram);
          target
              .integrity()
              .signature(proof.signedFirst, proof.signedLast, proof.timestamp, datagram, 0, 0);
        }
      }
      datagram.clear();
      source.store().copyTo(chunk, datagram);
      if (target.integrity().check(chunk, datagram, 0, 1024) != Verdict.VERIFIED
          || !target.store().put(chunk, datagram, 0, 1024)) {
        throw new IllegalStateException("chunk " + chunk);
      }
      known.add(chunk, chunk);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void print(String what, long nanos) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f ns a chunk, %.0f chunks a second%n",
        what,
        nanos / (double) CHUNKS,
        CHUNKS * 1e9 / nanos);
  }
}

package tv.martlet.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.media.MediaInput;

/** The demo clip as a channel whose clock and engine the test turns by hand. */
final class FakeFeed implements LiveFeed {
  static final int CHUNK = 1024;

  /** The clip: 8 s, a key frame each 0.4 s, 44 kB/s. */
  static final byte[] CLIP = clip();

  static final long CHUNK_MICROS = 8_000_000L * CHUNK / CLIP.length;
  private final Content content;
  private final ArrayDeque<Runnable> work = new ArrayDeque<>();
  boolean ready = true;
  long start;
  long next;
  private int at;

  /** Signed, with a clock. */
  static FakeFeed signed(long ringBytes) {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    SwarmMetadata metadata = SwarmMetadata.live(key.publicKey().id());
    return new FakeFeed(Content.inject(metadata, key, ringBytes, 2, 0));
  }

  /** Unprotected: chunks can be left out. */
  static FakeFeed bare(long ringBytes) {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    SwarmMetadata metadata =
        SwarmMetadata.live(key.publicKey().id()).with(IntegrityMethod.NONE, HashFunction.SHA256);
    return new FakeFeed(Content.live(metadata, ringBytes, null, null));
  }

  private FakeFeed(Content content) {
    this.content = content;
  }

  private static byte[] clip() {
    try (InputStream in = MediaInput.class.getResourceAsStream("demo.ts")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Chunks of the clip in a loop. */
  void make(int chunks) {
    for (int i = 0; i < chunks; i++) {
      content.writer().append(ByteBuffer.wrap(chunk()), (next + i + 1) * CHUNK_MICROS);
    }
    next += chunks;
  }

  /** A chunk that comes, or is lost. */
  void receive(boolean comes) {
    byte[] bytes = chunk();
    if (comes) {
      content.store().put(next, ByteBuffer.wrap(bytes), 0, CHUNK);
    }
    next++;
  }

  private byte[] chunk() {
    byte[] bytes = new byte[CHUNK];
    for (int i = 0; i < CHUNK; i++) {
      bytes[i] = CLIP[at];
      at = (at + 1) % CLIP.length;
    }
    return bytes;
  }

  /** Does what the engine's thread has been asked to do; false if there was nothing. */
  boolean turn() {
    Runnable first = work.poll();
    if (first != null) {
      first.run();
    }
    return first != null;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public long offsetMicros() {
    return 2_000_000;
  }

  @Override
  public void onEngine(Runnable task) {
    work.add(task);
  }
}

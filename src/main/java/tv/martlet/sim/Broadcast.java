package tv.martlet.sim;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;
import java.util.random.RandomGenerator;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.tracker.PeerMode;

/** One stream: random bytes at an even rate, with a random access point at each GOP's first. */
final class Broadcast implements Timeline.Event {
  private static final long FRAME = 20_000;

  /** Chunks under one signature: 52 ms of 2.5 Mbit/s. */
  private static final int MUNRO = 16;

  private static final int LIST = 20;

  private final Host host;
  private final Content content;
  private final Swarm swarm;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final long start;
  private final double bytesPerMicro;
  private final double gopChunks;
  private final byte[] bytes;
  private final ByteBuffer mine;
  private final ByteBuffer theirs;
  private long made;
  private Rendezvous tracker;
  private Rendezvous.Member member;

  Broadcast(Run run, Host host, int number) {
    Scenario.Stream stream = run.scenario().stream();
    this.host = host;
    this.timeline = run.timeline();
    this.random = run.fork();
    this.start = timeline.now();
    this.bytesPerMicro = stream.rate() / 8e6;
    this.bytes = new byte[(int) Math.ceil(bytesPerMicro * FRAME) + 1];
    // Ed25519 signs without chance: the same seed gives the same bytes.
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ED25519, new SeededKeys(number));
    // 32-bit numbers: enough for 160 days of 2.5 Mbit/s, and messages of half the length.
    SwarmMetadata metadata =
        SwarmMetadata.live(key.publicKey().id()).with(ChunkAddressing.CHUNKS_32);
    this.content = Content.inject(metadata, key, run.ringBytes(), MUNRO, 0);
    this.gopChunks = bytesPerMicro * 1e6 * stream.gopSeconds() / metadata.chunkSize();
    this.mine = ByteBuffer.allocate(metadata.chunkSize());
    this.theirs = ByteBuffer.allocate(metadata.chunkSize());
    this.swarm = host.engine().join(content, run.policy(false), SwarmListener.NONE, start);
    content.writer().listener((first, last) -> swarm.published(first, last, timeline.now()));
    timeline.at(start, this);
  }

  /** Keys that are drawn from a seed. */
  private static final class SeededKeys extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final int seed;

    SeededKeys(int seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] out) {
      new Random(seed).nextBytes(out);
    }
  }

  @Override
  public void happen(long now) {
    long due = (long) ((now + FRAME - start) * bytesPerMicro);
    random.nextBytes(bytes);
    int length = (int) Math.min(due - made, bytes.length);
    content.writer().append(ByteBuffer.wrap(bytes, 0, length), now);
    made += length;
    if (swarm.wantsList(now)) {
      swarm.offer(tracker.ask(member, LIST, now), now);
    }
    host.advance(now);
    timeline.at(now + FRAME, this);
  }

  /** Makes the injector known to its tracker. */
  void register(Rendezvous at, long now) {
    tracker = at;
    member = at.register(host, PeerMode.SEEDER, now);
  }

  /** When a chunk's last byte was made. */
  long madeAt(long chunk) {
    return start + (long) ((chunk + 1) * content.metadata().chunkSize() / bytesPerMicro);
  }

  /** The first chunk at or after this one that holds a random access point. */
  long accessPoint(long chunk) {
    return (long) Math.ceil(Math.ceil(chunk / gopChunks) * gopChunks);
  }

  double chunksPerMicro() {
    return bytesPerMicro / content.metadata().chunkSize();
  }

  /** How many of these chunks differ from what was made, among those that both still have. */
  int falseChunks(ChunkStore store, long first, long last) {
    int count = 0;
    for (long chunk = first; chunk <= last; chunk++) {
      if (store.contains(chunk) && content.store().contains(chunk)) {
        content.store().copyTo(chunk, mine.clear());
        store.copyTo(chunk, theirs.clear());
        count += mine.flip().equals(theirs.flip()) ? 0 : 1;
      }
    }
    return count;
  }

  Host host() {
    return host;
  }

  Swarm swarm() {
    return swarm;
  }

  Content content() {
    return content;
  }
}

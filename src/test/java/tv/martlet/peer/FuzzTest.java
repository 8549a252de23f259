package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.wire.Mutator;

/**
 * Spoilt datagrams into an engine in all its states: nothing throws, nothing grows. More with
 * {@code -Dmartlet.fuzz.count=10000000}, elsewhere with {@code -Dmartlet.fuzz.seed=…}.
 */
class FuzzTest {
  private static final int COUNT = Integer.getInteger("martlet.fuzz.count", 300_000);
  private static final int ROUND = 100_000;
  private static final long SEED = Long.getLong("martlet.fuzz.seed", 1);
  private static final int MAX_CHANNELS = 96;

  @TempDir Path dir;
  private final SigningKey key =
      SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
  private final List<Recorded> traffic = new ArrayList<>();
  private StaticFixture file;

  /** One datagram of real traffic, by the swarm that it belongs to. */
  private static final class Recorded {
    final int swarm;
    final byte[] bytes;

    Recorded(int swarm, byte[] bytes) {
      this.swarm = swarm;
      this.bytes = bytes;
    }
  }

  private static SwarmMetadata live(SigningKey key, IntegrityMethod method, ChunkAddressing form) {
    return SwarmMetadata.live(key.publicKey().id()).with(method, HashFunction.SHA256).with(form);
  }

  @BeforeEach
  void record() throws IOException {
    file =
        new StaticFixture(
            dir,
            200_123,
            StaticFixture.template(
                IntegrityMethod.MERKLE_TREE, HashFunction.SHA1, ChunkAddressing.BINS_32));
    Mesh mesh = new Mesh(31);
    mesh.tap = (from, bytes) -> traffic.add(new Recorded(0, bytes));
    Mesh.Host seeder = mesh.host();
    Mesh.Host other = mesh.host();
    file.seed(mesh, seeder);
    file.fetch(mesh, other).offer(seeder.address, mesh.now);
    mesh.run(500_000);
    Swarm third = file.fetch(mesh, mesh.host());
    third.offer(other.address, mesh.now);
    third.offer(seeder.address, mesh.now);
    mesh.run(2_000_000);
    recordLive(1, live(key, IntegrityMethod.UNIFIED_MERKLE_TREE, ChunkAddressing.CHUNKS_64));
  }

  private void recordLive(int swarm, SwarmMetadata metadata) {
    Mesh mesh = new Mesh(32);
    mesh.tap = (from, bytes) -> traffic.add(new Recorded(swarm, bytes));
    LiveFixture stream = new LiveFixture(mesh, key, metadata);
    stream.rate = 100_000;
    Mesh.Host injector = mesh.host();
    stream.inject(
        injector,
        new SwarmPolicy(
            new UploadSlots(1), new InOrderPicker(), injector.engine.settings().congestion()));
    Mesh.Host first = mesh.host();
    stream.watch(first, injector);
    mesh.run(1_000_000);
    Mesh.Host second = mesh.host();
    stream.watch(second, injector, first);
    mesh.run(1_500_000);
  }

  /** An engine that seeds, or fetches and watches, with channels in every state. */
  private final class Target {
    final SplittableRandom random;
    final Engine engine;
    final List<Swarm> swarms = new ArrayList<>();
    final List<Content> contents = new ArrayList<>();
    final ByteBuffer memory = ByteBuffer.allocateDirect(65_536);
    final ByteBuffer in = ByteBuffer.allocateDirect(70_000);
    long now = Mesh.EPOCH;
    long sent;
    int strangers;

    Target(long seed, boolean seeds) throws IOException {
      random = new SplittableRandom(seed);
      EngineSettings settings =
          new Tuning()
              .maxNeighbours(24)
              .maxChannels(MAX_CHANNELS)
              .uploadSlots(4)
              .exchange(EngineSettings.Exchange.ANY)
              .settings();
      engine = new Engine(settings, new Random(seed), new Sink());
      SwarmMetadata metadata =
          live(key, IntegrityMethod.UNIFIED_MERKLE_TREE, ChunkAddressing.CHUNKS_64);
      if (seeds) {
        Content made = Content.inject(metadata, key, 1 << 18, 16, 0);
        join(file.seed());
        Swarm swarm = join(made);
        made.writer().listener((first, last) -> swarm.published(first, last, now));
        made.writer().append(ByteBuffer.allocate(300_000), now);
      } else {
        join(file.fetch());
        join(
            Content.live(metadata, 1 << 18, SignatureChecker.inline(), engine.signatureListener()));
      }
    }

    private Swarm join(Content content) {
      Swarm swarm =
          engine.join(content, SwarmPolicy.plain(engine.settings()), SwarmListener.NONE, now);
      swarms.add(swarm);
      contents.add(content);
      return swarm;
    }

    private final class Sink implements DatagramSink {
      @Override
      public ByteBuffer begin(int maxBytes) {
        return memory.clear();
      }

      @Override
      public void send(InetSocketAddress to) {
        sent++;
      }
    }

    private InetSocketAddress stranger() {
      strangers++;
      byte[] ip = {10, 8, (byte) (strangers >> 8), (byte) strangers};
      return Mesh.address(ip, 1 + (strangers >> 16));
    }

    /** Some channel of the swarm, opened, half-open or dialled now if there is none. */
    Channel channel(Swarm swarm) {
      List<Channel> some =
          random.nextInt(8) == 0 ? swarm.neighbourhood().greeting() : swarm.neighbours();
      if (some.size() < 4) {
        swarm.offer(stranger(), now);
        greet(swarm);
      }
      return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
    }

    private void greet(Swarm swarm) {
      InetSocketAddress from = stranger();
      for (Recorded each : traffic) {
        boolean first = each.swarm == swarms.indexOf(swarm) && isForNobody(each.bytes);
        if (first) {
          receive(each.bytes, each.bytes.length, from);
          break;
        }
      }
      Channel channel = swarm.neighbourhood().greeting(from);
      if (channel != null && random.nextInt(4) != 0) {
        in.putInt(0, channel.localId());
        engine.receive(in, 0, 4, from, now);
      }
    }

    private boolean isForNobody(byte[] bytes) {
      return ByteBuffer.wrap(bytes).getInt() == 0;
    }

    void receive(byte[] bytes, int length, InetSocketAddress from) {
      in.put(3, bytes, 0, length);
      engine.receive(in, 3, length, from, now);
    }

    void step(byte[] scratch, Mutator mutator) {
      Recorded one = traffic.get(random.nextInt(traffic.size()));
      System.arraycopy(one.bytes, 0, scratch, 0, one.bytes.length);
      Swarm swarm = swarms.get(one.swarm);
      Channel channel = channel(swarm);
      InetSocketAddress from = channel == null ? stranger() : channel.address();
      if (!isForNobody(one.bytes) && channel != null) {
        ByteBuffer.wrap(scratch).putInt(channel.localId());
      }
      int length = one.bytes.length;
      if (random.nextInt(3) != 0) {
        length = spoilBody(scratch, length, mutator);
      }
      receive(scratch, length, from);
      now += random.nextInt(100);
      if (random.nextInt(8) == 0) {
        engine.advance(now);
      }
    }

    /** Mostly behind the channel id: what is for nobody is soon dropped. */
    private int spoilBody(byte[] scratch, int length, Mutator mutator) {
      if (random.nextInt(16) == 0) {
        return mutator.spoil(scratch, length);
      }
      byte[] body = new byte[2_000];
      System.arraycopy(scratch, 4, body, 0, length - 4);
      int now = mutator.spoil(body, length - 4);
      System.arraycopy(body, 0, scratch, 4, now);
      return now + 4;
    }

    void assertBounded() {
      int channels = 0;
      for (Swarm swarm : swarms) {
        channels += swarm.neighbours().size() + swarm.neighbourhood().greeting().size();
        assertTrue(swarm.neighbours().size() <= 24, "neighbours " + swarm.neighbours().size());
        assertTrue(swarm.candidates().size() <= 512, "candidates " + swarm.candidates().size());
        for (Channel channel : swarm.neighbours()) {
          assertTrue(channel.remote().count() <= 1024);
          assertTrue(channel.downloads().pending().size() <= 1024);
        }
      }
      assertTrue(channels <= MAX_CHANNELS, "channels " + channels);
    }
  }

  @Test
  void spoiltDatagramsNeitherThrowNorGrow() throws IOException {
    byte[] scratch = new byte[4_096];
    long heap = 0;
    for (int done = 0; done < COUNT; done += ROUND) {
      long seed = SEED + done;
      Target target = new Target(seed, done / ROUND % 3 == 1);
      Mutator mutator = new Mutator(new SplittableRandom(seed));
      int at = 0;
      try {
        for (; at < Math.min(ROUND, COUNT - done); at++) {
          target.step(scratch, mutator);
        }
        target.now += 400_000_000;
        target.engine.advance(target.now);
        target.engine.advance(target.now + 1);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", datagram " + at, e);
      }
      target.assertBounded();
      assertTrue(target.sent > ROUND / 50, "answers " + target.sent);
      Counters seen = target.engine.counters();
      assertTrue(seen.malformed > 0 && seen.falsified > 0 && seen.stale > 0, "too tame");
      target.contents.forEach(Content::close);
      long used = usedHeap();
      heap = heap == 0 ? used : heap;
      assertTrue(used < heap + (32 << 20), "heap grew from " + heap + " to " + used);
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void everyTruncationOfEveryKindIsHarmless() throws IOException {
    Target target = new Target(SEED, false);
    Set<Integer> kinds = new HashSet<>();
    for (Recorded one : traffic) {
      // one of each length and swarm will do
      if (!kinds.add(one.swarm << 16 | one.bytes.length)) {
        continue;
      }
      for (int length = 0; length <= one.bytes.length; length++) {
        Channel channel = target.channel(target.swarms.get(one.swarm));
        byte[] bytes = one.bytes.clone();
        if (channel != null && !target.isForNobody(bytes)) {
          ByteBuffer.wrap(bytes).putInt(channel.localId());
        }
        target.receive(bytes, length, channel == null ? target.stranger() : channel.address());
        target.now += 50;
        if (length % 16 == 0) {
          target.engine.advance(target.now);
        }
      }
    }
    target.assertBounded();
    target.contents.forEach(Content::close);
  }
}

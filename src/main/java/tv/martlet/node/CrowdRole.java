package tv.martlet.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.net.UdpPort;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.Playout;
import tv.martlet.peer.SwarmListener;

/** Both ends of a relay: an injector and viewers. {@code crowd BITS-A-SECOND VIEWERS}. */
final class CrowdRole extends BenchRole {
  private static final int MUNRO = 32;
  private static final long RING = 4 << 20;
  private static final long TICK_MILLIS = 5;
  private static final long TUNE_IN_SECONDS = 30;

  private final SigningKey key =
      SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
  private final SwarmMetadata metadata = SwarmMetadata.live(key.publicKey().id());
  private final EngineSettings settings =
      BenchPeer.settings(EngineSettings.defaults().congestion());
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private final List<BenchPeer> viewers = new ArrayList<>();
  private final List<Played> marks = new ArrayList<>();
  private final long bytesASecond;
  private final int wanted;
  private BenchPeer injector;
  private long began;
  private long fed;

  CrowdRole(List<String> arguments) {
    bytesASecond = Long.parseLong(arguments.get(0)) / 8;
    wanted = Integer.parseInt(arguments.get(1));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // fed until the pace is shut down
  void begin() throws IOException {
    injector =
        BenchPeer.start(
            settings, engine -> Content.inject(metadata, key, RING, MUNRO, 0), SwarmListener.NONE);
    UdpPort port = injector.port();
    injector
        .content()
        .writer()
        .listener((first, last) -> injector.swarm().published(first, last, port.clock().micros()));
    byte[] picture = new byte[1 << 16];
    new SplittableRandom(1).nextBytes(picture);
    began = System.nanoTime();
    pace.scheduleAtFixedRate(
        () -> port.execute((engine, now) -> feed(picture, now)),
        0,
        TICK_MILLIS,
        TimeUnit.MILLISECONDS);
    say("injector", port.localAddress().getPort(), metadata.id());
  }

  private void feed(byte[] picture, long now) {
    long due = (System.nanoTime() - began) / 1000 * bytesASecond / 1_000_000;
    while (fed < due) {
      int bytes = (int) Math.min(due - fed, picture.length);
      injector.content().writer().append(ByteBuffer.wrap(picture, 0, bytes), now);
      fed += bytes;
    }
  }

  @Override
  void obey(String[] words) throws IOException, InterruptedException {
    switch (words[0]) {
      case "join" -> join(Integer.parseInt(words[1]));
      case "mark" -> mark();
      case "playing" -> sayPlaying();
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private void join(int port) throws IOException, InterruptedException {
    for (int i = 0; i < wanted; i++) {
      BenchPeer viewer =
          BenchPeer.start(
              settings,
              engine ->
                  Content.live(
                      metadata, RING, SignatureChecker.inline(), engine.signatureListener()),
              SwarmListener.NONE);
      viewers.add(viewer);
      viewer.offer(BenchPeer.loopback(port));
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TUNE_IN_SECONDS);
    for (BenchPeer viewer : viewers) {
      while (viewer.playing(Playout::next) == null) {
        if (System.nanoTime() - end > 0) {
          throw new IOException("a viewer has not tuned in within " + TUNE_IN_SECONDS + " s");
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    say("joined");
  }

  /** How many chunks a viewer has played, and how many of them were late. */
  private record Played(long onTime, long late) {
    static Played of(Playout playout) {
      return new Played(playout.onTime(), playout.late());
    }

    double continuitySince(Played before) {
      long good = onTime - before.onTime;
      long all = good + late - before.late;
      return all == 0 ? 0 : (double) good / all;
    }
  }

  private void mark() {
    marks.clear();
    viewers.forEach(viewer -> marks.add(viewer.playing(Played::of)));
    say("marked");
  }

  /** Says {@code playing WORST-SINCE-THE-MARK WORST-SINCE-TUNE-IN}. */
  private void sayPlaying() {
    double worst = 1;
    double worstEver = 1;
    for (int i = 0; i < viewers.size(); i++) {
      Played played = viewers.get(i).playing(Played::of);
      worst = Math.min(worst, played.continuitySince(marks.get(i)));
      worstEver = Math.min(worstEver, played.continuitySince(new Played(0, 0)));
    }
    say("playing", worst, worstEver);
  }

  @Override
  void end() {
    pace.shutdownNow();
    viewers.forEach(BenchPeer::close);
    if (injector != null) {
      injector.close();
    }
  }
}

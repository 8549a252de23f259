package tv.martlet.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.function.Function;
import tv.martlet.chunk.Content;
import tv.martlet.net.MicroClock;
import tv.martlet.net.UdpPort;
import tv.martlet.peer.CongestionControl;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.Playout;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;

/** One peer of a bench, in one swarm, at a free port of loopback; it knows whom it is told of. */
final class BenchPeer implements AutoCloseable {
  private final UdpPort port;
  private final Content content;
  private final Swarm swarm;

  private BenchPeer(UdpPort port, Content content, Swarm swarm) {
    this.port = port;
    this.content = content;
    this.swarm = swarm;
  }

  /**
   * Starts a peer.
   *
   * @param content made with the engine that will carry it
   */
  static BenchPeer start(
      EngineSettings settings, Function<Engine, Content> content, SwarmListener listener)
      throws IOException {
    SecureRandom random = new SecureRandom();
    UdpPort port =
        UdpPort.open(loopback(0), MicroClock.system(), sink -> new Engine(settings, random, sink));
    Swarm joined =
        port.submit(
                (engine, now) -> {
                  Content carried = content.apply(engine);
                  SwarmPolicy policy = SwarmPolicy.of(carried.metadata(), settings, random);
                  return engine.join(carried, policy, listener, now);
                })
            .join();
    return new BenchPeer(port, joined.content(), joined);
  }

  /** Settings of a peer that neither asks for addresses nor gives any. */
  static EngineSettings settings(CongestionControl.Factory congestion) {
    EngineSettings usual = EngineSettings.defaults();
    return new EngineSettings(
        usual.maxNeighbours(),
        usual.maxChannels(),
        1,
        usual.uploadLimit(),
        usual.uploadSlots(),
        EngineSettings.Exchange.OFF,
        congestion,
        usual.handshakeTimeoutMicros(),
        usual.keepAliveMicros(),
        usual.deadAfterMicros(),
        usual.blacklistMicros(),
        usual.liveOffsetMicros(),
        usual.startBufferMicros(),
        usual.maxOutstanding());
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  void offer(InetSocketAddress address) {
    port.submit(
            (engine, now) -> {
              swarm.offer(address, now);
              return null;
            })
        .join();
  }

  /** Progress of playing, read on the peer's own thread; null before the tune-in. */
  <T> T playing(Function<Playout, T> question) {
    return port.submit(
            (engine, now) -> swarm.playout() == null ? null : question.apply(swarm.playout()))
        .join();
  }

  UdpPort port() {
    return port;
  }

  Content content() {
    return content;
  }

  Swarm swarm() {
    return swarm;
  }

  @Override
  public void close() {
    port.submit(
            (engine, now) -> {
              engine.leave(swarm, now);
              return null;
            })
        .join();
    port.close();
    content.close();
  }
}

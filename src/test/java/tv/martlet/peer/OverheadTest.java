package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tinylog.Logger;
import tv.martlet.wire.Handshake;
import tv.martlet.wire.MessageHandler;
import tv.martlet.wire.MessageReader;
import tv.martlet.wire.MessageType;
import tv.martlet.wire.MessageWriter;

/** What a live swarm sends besides the stream and its proofs, in bytes of UDP payload. */
class OverheadTest {
  private static final long SECOND = 1_000_000;

  /** Bytes and number of each message; a datagram without DATA is charged for its channel ID. */
  private static final class Meter implements MessageHandler {
    private final Swarm swarm;
    private final MessageReader reader = new MessageReader();
    final Map<MessageType, Long> bytes = new EnumMap<>(MessageType.class);
    final Map<MessageType, Long> count = new EnumMap<>(MessageType.class);
    long ids;
    long bareProofs; // hashes and signatures in datagrams without DATA
    private long proof;
    private boolean data;
    private boolean handshake;

    Meter(Swarm swarm) {
      this.swarm = swarm;
    }

    void read(byte[] datagram) {
      data = false;
      proof = 0;
      handshake = false;
      ByteBuffer d = ByteBuffer.wrap(datagram);
      reader.read(d, 4, datagram.length - 4, swarm.format(), this);
      ids += data || handshake ? 0 : Integer.BYTES;
      bareProofs += data ? 0 : proof;
    }

    private boolean add(MessageType type, int length) {
      bytes.merge(type, (long) length, Long::sum);
      count.merge(type, 1L, Long::sum);
      return true;
    }

    private boolean range(MessageType type) {
      return add(type, MessageWriter.rangeLength(swarm.format()));
    }

    long control() {
      long sum = ids + bareProofs;
      for (MessageType type : bytes.keySet()) {
        boolean stream =
            type == MessageType.DATA
                || type == MessageType.INTEGRITY
                || type == MessageType.SIGNED_INTEGRITY;
        sum += stream ? 0 : bytes.get(type);
      }
      return sum;
    }

    @Override
    public boolean handshake(Handshake h) {
      handshake = true; // once a channel: no matter of the rate
      return true;
    }

    @Override
    public boolean data(long chunk, long time, ByteBuffer d, int offset, int length) {
      data = true;
      return add(MessageType.DATA, length);
    }

    @Override
    public boolean ack(long first, long last, long delay) {
      return add(MessageType.ACK, MessageWriter.ackLength(swarm.format()));
    }

    @Override
    public boolean have(long first, long last) {
      return range(MessageType.HAVE);
    }

    @Override
    public boolean integrity(long first, long last, ByteBuffer d, int offset) {
      proof += MessageWriter.integrityLength(swarm.format());
      return add(MessageType.INTEGRITY, MessageWriter.integrityLength(swarm.format()));
    }

    @Override
    public boolean signedIntegrity(long first, long last, long ntp, ByteBuffer d, int offset) {
      proof += MessageWriter.signedIntegrityLength(swarm.format());
      return add(MessageType.SIGNED_INTEGRITY, MessageWriter.signedIntegrityLength(swarm.format()));
    }

    @Override
    public boolean request(long first, long last) {
      return range(MessageType.REQUEST);
    }

    @Override
    public boolean cancel(long first, long last) {
      return range(MessageType.CANCEL);
    }

    @Override
    public boolean choke() {
      return add(MessageType.CHOKE, 1);
    }

    @Override
    public boolean unchoke() {
      return add(MessageType.UNCHOKE, 1);
    }

    @Override
    public boolean pexRequest() {
      return add(MessageType.PEX_REQ, 1);
    }

    @Override
    public boolean pexV4(ByteBuffer d, int offset) {
      return add(MessageType.PEX_RESV4, 7);
    }

    @Override
    public boolean pexV6(ByteBuffer d, int offset) {
      return add(MessageType.PEX_RESV6, 19);
    }

    @Override
    public boolean pexCertificate(ByteBuffer d, int offset, int length) {
      return true;
    }
  }

  private final Mesh mesh = new Mesh(31);
  private final List<Swarm> viewers = new ArrayList<>();
  private double meanLag;

  /** Twelve viewers that all know each other, and an injector that serves so many of them. */
  private double share(int slots, int viewersWanted) {
    mesh.delayMicros = 30_000;
    LiveFixture live = new LiveFixture(mesh);
    live.rate = 312_500;
    Mesh.Host injector = mesh.host();
    SwarmPolicy plain = SwarmPolicy.plain(injector.engine.settings());
    Swarm source =
        live.inject(
            injector, new SwarmPolicy(new UploadSlots(slots), plain.picker(), plain.congestion()));
    mesh.run(SECOND);
    List<Mesh.Host> hosts = new ArrayList<>();
    for (int i = 0; i < viewersWanted; i++) {
      // It dials more by itself than a box at home, which knows fewer.
      Mesh.Host host = mesh.host(new Tuning().wanted(16).settings());
      Swarm viewer = live.watch(host, injector);
      hosts.forEach(other -> viewer.offer(other.address, mesh.now));
      hosts.add(host);
      viewers.add(viewer);
    }
    mesh.run(5 * SECOND);
    Meter meter = new Meter(source);
    mesh.tap =
        (from, bytes) -> {
          meter.read(bytes);
          return true;
        };
    long before = got();
    double lag = 0;
    for (int i = 0; i < 50; i++) {
      mesh.run(SECOND / 10);
      for (Swarm viewer : viewers) {
        lag +=
            source.content().store().available().max() - viewer.content().store().available().max();
      }
    }
    mesh.tap = (from, bytes) -> true;
    long media = got() - before;
    meanLag = lag / 50 / viewers.size();
    print(meter, media);
    for (Swarm viewer : viewers) {
      assertTrue(viewer.neighbours().size() >= 10);
      assertTrue(viewer.playout().continuity() > 0.99);
    }
    return (double) meter.control() / media;
  }

  /** Says what each message took, for whoever tunes this. */
  private void print(Meter meter, long media) {
    StringBuilder line = new StringBuilder();
    for (MessageType type : meter.bytes.keySet()) {
      double percent = 100.0 * meter.bytes.get(type) / media;
      double perSecond = meter.count.get(type) / 5.0 / viewers.size();
      line.append(String.format(Locale.ROOT, "%s %.2f%% %.1f/s, ", type, percent, perSecond));
    }
    double ids = 100.0 * meter.ids / media;
    double bare = 100.0 * meter.bareProofs / media;
    double control = 100.0 * meter.control() / media;
    Logger.info(
        "{}ids {} %, bare proofs {} %, control {} %, mean lag {} chunks",
        line, ids, bare, control, meanLag);
  }

  private long got() {
    long sum = 0;
    for (Swarm viewer : viewers) {
      for (Channel each : viewer.neighbours()) {
        sum += each.bytesReceived();
      }
    }
    return sum;
  }

  @Test
  void controlIsASmallPartOfTheStream() {
    assertTrue(share(3, 12) < 0.03);
  }

  @Test
  void controlIsASmallPartAmongSixteen() {
    assertTrue(share(4, 16) < 0.035);
  }
}

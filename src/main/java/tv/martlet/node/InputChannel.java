package tv.martlet.node;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.tinylog.Logger;
import tv.martlet.http.StreamReader;
import tv.martlet.media.InputUri;
import tv.martlet.media.MediaInput;
import tv.martlet.media.MediaSource;
import tv.martlet.media.PaceClock;
import tv.martlet.media.SourceState;

/**
 * A channel that comes from an encoder on the network ({@code udp:}, {@code rtp:}) and is served to
 * viewers of this node, but to no swarm. Its bytes come on the source's thread; a viewer that is
 * too slow is overrun.
 */
final class InputChannel implements Served {
  /** Nobody can send again what a viewer has no room for: two seconds of 8 Mbit/s. */
  static final int MAX_QUEUED = 2 << 20;

  private final String name;
  private final MediaSource source;
  private final List<BlockQueue> viewers = new CopyOnWriteArrayList<>();
  private volatile boolean left;

  private InputChannel(String name, InputUri uri) {
    this.name = name;
    this.source =
        new MediaSource(MediaInput.of(uri, PaceClock.system()), this::received, this::changed);
  }

  /**
   * Begins to receive.
   *
   * @throws IllegalArgumentException with a sentence if the address is wrong
   */
  static InputChannel open(BoxChannel channel) {
    InputChannel opened = new InputChannel(channel.name(), InputUri.parse(channel.uri()));
    opened.source.start();
    return opened;
  }

  private void changed(SourceState state) {
    Logger.info("{}: {}", name, state.sentence());
  }

  /** On the source's thread; the bytes are its own again afterwards. */
  private void received(ByteBuffer bytes) {
    viewers.removeIf(viewer -> !handOver(viewer, bytes));
  }

  /** False if the viewer was too slow. */
  private static boolean handOver(BlockQueue viewer, ByteBuffer bytes) {
    if (!viewer.hasRoom()) {
      viewer.overrun();
      return false;
    }
    viewer.add(0, ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip());
    viewer.wake();
    return true;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public StreamReader open() {
    BlockQueue[] opened = new BlockQueue[1];
    opened[0] = new BlockQueue(MAX_QUEUED, () -> {}, () -> viewers.remove(opened[0]));
    viewers.add(opened[0]);
    if (left) {
      opened[0].end(); // this channel was closed before it could know of the viewer
    }
    return opened[0];
  }

  @Override
  public boolean isPlaying() {
    return source.bytes() > 0;
  }

  @Override
  public void close() {
    left = true;
    source.close();
    viewers.forEach(BlockQueue::end);
  }
}

package tv.martlet.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.tinylog.Logger;

/**
 * A bad link in user space, for machines whose kernel has none: what comes to a front goes on to
 * its target late, or not at all, and the answers come back likewise.
 *
 * <pre>
 *   client ──► front ──[ up ]──► back ──► target          all fronts share the two pipes
 *   client ◄── front ◄─[down]─── back ◄── target
 * </pre>
 *
 * A thread of its own moves the datagrams.
 */
public final class ImpairedLink implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;
  private static final int SOCKET_BUFFER = 4 << 20;
  private static final int MAX_CLIENTS = 1000;

  private final Selector selector = Selector.open();
  private final ImpairedPipe up;
  private final ImpairedPipe down;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
  private final ConcurrentLinkedQueue<Front> opened = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "martlet-link");
  private volatile boolean closed;

  /** One way in, and a way back for each client, by its address. */
  private record Front(
      DatagramChannel channel,
      InetSocketAddress target,
      Map<InetSocketAddress, DatagramChannel> backs) {}

  /** What comes out of a back goes to this client through this front. */
  private record Back(DatagramChannel front, InetSocketAddress client) {}

  private ImpairedLink(ImpairedPipe.Shape shape, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    up = new ImpairedPipe(shape, random.split());
    down = new ImpairedPipe(shape, random.split());
    thread.setDaemon(true);
  }

  /** Opens a link of which both directions are shaped alike. */
  public static ImpairedLink open(ImpairedPipe.Shape shape, long seed) throws IOException {
    ImpairedLink link = new ImpairedLink(shape, seed);
    link.thread.start();
    return link;
  }

  /** Gives an address at which the target is reached through this link. */
  public InetSocketAddress towards(InetSocketAddress target) throws IOException {
    DatagramChannel channel = channel();
    InetSocketAddress at = (InetSocketAddress) channel.getLocalAddress();
    opened.add(new Front(channel, target, new HashMap<>()));
    selector.wakeup();
    return at;
  }

  private static DatagramChannel channel() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
    channel.bind(BenchPeer.loopback(0));
    channel.configureBlocking(false);
    return channel;
  }

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (IOException | ClosedSelectorException e) {
      if (!closed) {
        Logger.error(e, "the impaired link broke");
      }
    }
  }

  private void turn() throws IOException {
    for (Front front = opened.poll(); front != null; front = opened.poll()) {
      front.channel().register(selector, SelectionKey.OP_READ, front);
    }
    long now = System.nanoTime() / 1000;
    long wait = Math.min(up.waitMicros(now), down.waitMicros(now));
    if (wait > 0) {
      selector.select(Math.max(1, wait / 1000));
    } else {
      selector.selectNow();
    }
    for (SelectionKey key : selector.selectedKeys()) {
      read(key);
    }
    selector.selectedKeys().clear();
    up.deliver(System.nanoTime() / 1000);
    down.deliver(System.nanoTime() / 1000);
  }

  private void read(SelectionKey key) throws IOException {
    DatagramChannel channel = (DatagramChannel) key.channel();
    while (true) {
      buffer.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
      if (from == null) {
        return;
      }
      buffer.flip();
      long now = System.nanoTime() / 1000;
      if (key.attachment() instanceof Front front) {
        DatagramChannel back = back(front, from);
        if (back != null) {
          up.offer(buffer, back, front.target(), now);
        }
      } else if (key.attachment() instanceof Back back) {
        down.offer(buffer, back.front(), back.client(), now);
      }
    }
  }

  private DatagramChannel back(Front front, InetSocketAddress client) throws IOException {
    DatagramChannel known = front.backs().get(client);
    if (known == null && front.backs().size() < MAX_CLIENTS) {
      known = channel();
      known.register(selector, SelectionKey.OP_READ, new Back(front.channel(), client));
      front.backs().put(client, known);
    }
    return known;
  }

  /** Datagrams dropped so far, in both directions. */
  public long dropped() {
    return up.dropped() + down.dropped();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}

package tv.martlet.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** MPEG-TS in UDP datagrams, bare or in RTP (RFC 2250 §2), unicast or multicast, IPv4 or IPv6. */
final class UdpInput implements MediaInput {
  private static final int LARGEST_DATAGRAM = 65_536;
  private static final int BATCH = 64;

  private final InputUri uri;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
  private final Object guard = new Object();
  private volatile RtpReorder reorder;
  private ByteSink reorderSink;
  private DatagramChannel channel;
  private Selector selector;

  UdpInput(InputUri uri) {
    this.uri = uri;
  }

  @Override
  public String name() {
    return uri.toString();
  }

  @Override
  public void open() throws IOException {
    InetAddress address = uri.address();
    DatagramChannel opened =
        DatagramChannel.open(
            InputUri.isV6(address) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      opened.setOption(StandardSocketOptions.SO_RCVBUF, uri.buffer());
      if (address.isMulticastAddress()) {
        opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      bind(opened, address);
      if (address.isMulticastAddress()) {
        opened.join(address, networkInterface());
      }
      opened.configureBlocking(false);
      synchronized (guard) {
        selector = Selector.open();
        opened.register(selector, SelectionKey.OP_READ);
        channel = opened;
      }
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void bind(DatagramChannel opened, InetAddress address) throws IOException {
    try {
      opened.bind(new InetSocketAddress(address, uri.port()));
    } catch (SocketException e) {
      throw InputException.passing(
          "cannot listen on port "
              + uri.port()
              + " ("
              + e.getMessage()
              + "): is it taken, or is the address not this machine's?");
    }
  }

  private NetworkInterface networkInterface() throws IOException {
    String wanted = uri.networkInterface();
    if (!wanted.isEmpty()) {
      NetworkInterface named = NetworkInterface.getByName(wanted);
      if (named == null) {
        throw InputException.passing(
            "there is no network interface " + wanted + ": see them with ip link");
      }
      return named;
    }
    return NetworkInterface.networkInterfaces()
        .filter(UdpInput::takesGroups)
        .min((a, b) -> Boolean.compare(isLoopback(a), isLoopback(b)))
        .orElseThrow(
            () ->
                InputException.passing(
                    "no network interface takes multicast: bring one up, or name it with"
                        + " ?interface=NAME"));
  }

  private static boolean takesGroups(NetworkInterface i) {
    try {
      return i.isUp() && i.supportsMulticast();
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean isLoopback(NetworkInterface i) {
    try {
      return i.isLoopback();
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public Read read(ByteSink sink, long waitMillis) throws IOException {
    DatagramChannel from;
    Selector waiting;
    synchronized (guard) {
      from = channel;
      waiting = selector;
    }
    if (from == null) {
      return Read.END;
    }
    try {
      waiting.select(waitMillis);
      waiting.selectedKeys().clear();
      return receive(from, sink) ? Read.SOME : Read.NOTHING;
    } catch (ClosedSelectorException e) {
      return Read.END;
    }
  }

  private boolean receive(DatagramChannel from, ByteSink sink) throws IOException {
    boolean some = false;
    for (int i = 0; i < BATCH; i++) {
      datagram.clear();
      if (from.receive(datagram) == null) {
        return some;
      }
      datagram.flip();
      some |= datagram.hasRemaining();
      if (uri.kind() == InputUri.Kind.RTP) {
        unwrap(sink);
      } else {
        sink.accept(datagram);
      }
    }
    return some;
  }

  @SuppressWarnings("ReferenceEquality") // a source reads with one sink all along
  private void unwrap(ByteSink sink) throws IOException {
    if (reorder == null || reorderSink != sink) {
      reorder = new RtpReorder(sink);
      reorderSink = sink;
    }
    long before = reorder.malformed();
    boolean bare = datagram.get(datagram.position()) == TsPacket.SYNC;
    reorder.accept(datagram);
    if (bare && reorder.malformed() > before) {
      throw InputException.permanent("the packets are bare MPEG-TS, not RTP: use udp://");
    }
  }

  @Override
  public long lost() {
    RtpReorder r = reorder;
    return r == null ? 0 : r.lost();
  }

  @Override
  public boolean endsForGood() {
    return false;
  }

  @Override
  public void close() throws IOException {
    synchronized (guard) {
      if (channel != null) {
        channel.close();
        selector.close();
        channel = null;
      }
    }
  }
}

package tv.martlet.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the UDP datagrams of a capture in classic pcap form, of either byte order, with micro- or
 * nanoseconds, of Ethernet (with VLAN tags), loopback, raw IP and Linux "any" captures. Reads the
 * stream frame by frame and holds one frame at a time. Fragments of IP are not put together. Not
 * safe for several threads; closing it closes the stream.
 */
public final class PcapReader implements Closeable {
  /** The longest frame taken; what capturing tools take at most. */
  public static final int MAX_FRAME = 262_144;

  private static final int FILE_HEADER_BYTES = 24;
  private static final int RECORD_HEADER_BYTES = 16;
  private static final int MAGIC_MICROS = 0xA1B2C3D4;
  private static final int MAGIC_NANOS = 0xA1B23C4D;
  private static final int MAGIC_PCAPNG = 0x0A0D0D0A;
  private static final long MICROS = 1_000_000L;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int LINK_TYPE_MASK = 0xFFFF; // above it, the length of checksums

  private final InputStream in;
  private final ByteOrder order;
  private final boolean nanos;
  private final LinkType link;
  private long frames;
  private long others;
  private boolean truncated;

  /**
   * Reads the file's header.
   *
   * @throws PcapException where it is none that can be read
   */
  public PcapReader(InputStream in) throws IOException {
    this.in = in;
    byte[] header = in.readNBytes(FILE_HEADER_BYTES);
    if (header.length < Integer.BYTES) {
      throw new PcapException("This is no capture: it ends after " + header.length + " bytes.");
    }
    int magic = ByteBuffer.wrap(header).getInt();
    boolean swapped = isPcap(Integer.reverseBytes(magic));
    int native4 = swapped ? Integer.reverseBytes(magic) : magic;
    checkMagic(native4);
    if (header.length < FILE_HEADER_BYTES) {
      throw new PcapException("The capture ends inside its header.");
    }
    order = swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    nanos = native4 == MAGIC_NANOS;
    int code = ByteBuffer.wrap(header).order(order).getInt(20) & LINK_TYPE_MASK;
    link = LinkType.ofCode(code);
    if (link == null) {
      throw new PcapException(
          "Link type "
              + code
              + " is not known; capture on an Ethernet, loopback or \"any\" device.");
    }
  }

  private static boolean isPcap(int magic) {
    return magic == MAGIC_MICROS || magic == MAGIC_NANOS;
  }

  private static void checkMagic(int magic) throws PcapException {
    if (magic == MAGIC_PCAPNG) {
      throw new PcapException(
          "This is a pcapng file; turn it into pcap first: editcap -F pcap FILE OUT.pcap");
    }
    if (!isPcap(magic)) {
      throw new PcapException("This is no pcap file; capture with: tcpdump -w FILE udp");
    }
  }

  /**
   * The next UDP datagram, or null at the end. Frames that hold none are counted and passed over.
   *
   * @throws PcapException where the file is damaged; what was read before stands
   */
  public UdpDatagram next() throws IOException {
    while (true) {
      byte[] header = in.readNBytes(RECORD_HEADER_BYTES);
      if (header.length < RECORD_HEADER_BYTES) {
        truncated |= header.length > 0;
        return null;
      }
      UdpDatagram datagram = frame(ByteBuffer.wrap(header).order(order));
      if (datagram != null || truncated) {
        return datagram;
      }
      others++;
    }
  }

  private UdpDatagram frame(ByteBuffer header) throws IOException {
    int captured = header.getInt(8);
    if (captured < 0 || captured > MAX_FRAME) {
      throw new PcapException(
          "The capture is damaged: frame "
              + (frames + 1)
              + " claims "
              + Integer.toUnsignedString(captured)
              + " bytes.");
    }
    byte[] frame = in.readNBytes(captured);
    if (frame.length < captured) {
      truncated = true;
      return null;
    }
    frames++;
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    int ip = link.ipOffset(bytes);
    return ip < 0 ? null : IpPacket.udp(micros(header), bytes.slice(ip, captured - ip));
  }

  private long micros(ByteBuffer header) {
    long seconds = header.getInt(0) & 0xFFFF_FFFFL;
    long part = header.getInt(4) & 0xFFFF_FFFFL;
    return seconds * MICROS + (nanos ? part / NANOS_PER_MICRO : part);
  }

  /** Whole frames read so far. */
  public long frames() {
    return frames;
  }

  /** Frames read so far that held no whole UDP datagram. */
  public long others() {
    return others;
  }

  /** Whether the file ended inside a frame, as that of a capture still running does. */
  public boolean truncated() {
    return truncated;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

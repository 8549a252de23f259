package tv.martlet.wire;

import java.nio.ByteBuffer;

/** What stands before the IP packet in a captured frame, by the capture's link type. */
enum LinkType {
  /** BSD loopback: a protocol family of 4 bytes. */
  NULL(0, 4, -1),
  ETHERNET(1, 14, 12),
  RAW_BSD(12, 0, -1),
  RAW_OPENBSD(14, 0, -1),
  RAW(101, 0, -1),
  /** OpenBSD loopback: as NULL, the family in network order. */
  LOOP(108, 4, -1),
  /** Linux "any" device. */
  LINUX_SLL(113, 16, 14),
  IPV4(228, 0, -1),
  IPV6(229, 0, -1),
  /** Linux "any" device, second form. */
  LINUX_SLL2(276, 20, 0);

  /** Two tags (IEEE 802.1ad) are the most in use. */
  private static final int MAX_VLAN_TAGS = 2;

  private static final int VLAN_TAG_BYTES = 4;

  private final int code;
  private final int headerBytes;
  private final int etherTypeAt;

  LinkType(int code, int headerBytes, int etherTypeAt) {
    this.code = code;
    this.headerBytes = headerBytes;
    this.etherTypeAt = etherTypeAt;
  }

  /** Null for one not known here. */
  static LinkType ofCode(int code) {
    for (LinkType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }

  /** The offset of the IP packet in the frame (from 0 to its limit), -1 where there is none. */
  int ipOffset(ByteBuffer frame) {
    if (frame.limit() < headerBytes) {
      return -1;
    }
    if (etherTypeAt < 0) {
      return headerBytes;
    }
    int type = frame.getShort(etherTypeAt) & 0xFFFF;
    int at = headerBytes;
    for (int tags = 0; isVlan(type); tags++) {
      if (tags == MAX_VLAN_TAGS || frame.limit() - at < VLAN_TAG_BYTES) {
        return -1;
      }
      type = frame.getShort(at + Short.BYTES) & 0xFFFF;
      at += VLAN_TAG_BYTES;
    }
    return type == 0x0800 || type == 0x86DD ? at : -1;
  }

  private static boolean isVlan(int etherType) {
    return etherType == 0x8100 || etherType == 0x88A8 || etherType == 0x9100;
  }
}

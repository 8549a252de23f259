package tv.martlet.media;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;

/** Puts sections back into packets (ISO/IEC 13818-1 §2.4.4), each section in packets of its own. */
final class PsiPackets {
  private static final int FIRST = TsPacket.SIZE - 5;
  private static final int NEXT = TsPacket.SIZE - 4;

  private PsiPackets() {}

  /**
   * PAT and every known PMT. The counters are set so that the packets of each PID that come next in
   * the stream go on from them.
   */
  static ByteBuffer tables(TsScanner scanner) {
    PsiTables psi = scanner.tables();
    TreeSet<Integer> pmtPids = new TreeSet<>();
    psi.programs().forEach(p -> pmtPids.add(p.pmtPid()));
    List<byte[]> pat = List.of(psi.patSections());
    int packets = count(pat);
    for (int pid : pmtPids) {
      packets += count(psi.pmtSections(pid));
    }
    ByteBuffer out = ByteBuffer.allocate(packets * TsPacket.SIZE);
    write(out, TsPacket.PAT_PID, pat, scanner.lastCounter(TsPacket.PAT_PID));
    for (int pid : pmtPids) {
      write(out, pid, psi.pmtSections(pid), scanner.lastCounter(pid));
    }
    return out.flip();
  }

  private static int count(List<byte[]> sections) {
    int packets = 0;
    for (byte[] section : sections) {
      packets += 1 + (Math.max(section.length - FIRST, 0) + NEXT - 1) / NEXT;
    }
    return packets;
  }

  private static void write(ByteBuffer out, int pid, List<byte[]> sections, int lastCounter) {
    int counter = lastCounter - count(sections) + 1;
    for (byte[] section : sections) {
      for (int at = 0; at < section.length; counter++) {
        at += writePacket(out, pid, counter, at, section);
      }
    }
  }

  private static int writePacket(ByteBuffer out, int pid, int counter, int at, byte[] section) {
    boolean first = at == 0;
    int packet = out.position();
    TsPacket.fill(out, packet, 0xFF);
    out.put(TsPacket.SYNC).put((byte) ((first ? 0x40 : 0) | (pid >> 8))).put((byte) pid);
    out.put((byte) (0x10 | (counter & 0x0F)));
    if (first) {
      out.put((byte) 0); // pointer_field: the section starts at once
    }
    int n = Math.min(first ? FIRST : NEXT, section.length - at);
    out.put(section, at, n).position(packet + TsPacket.SIZE);
    return n;
  }
}

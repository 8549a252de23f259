package tv.martlet.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * PAT and PMT sections into programmes (ISO/IEC 13818-1 §2.4.4.3 and §2.4.4.8). A repetition of
 * what is known costs one comparison and allocates nothing.
 */
final class PsiTables {
  /** More programmes than this in a PAT are left out. */
  static final int MAX_PROGRAMS = 64;

  /** One section has room for 253 programmes; a PAT of more sections than this is refused. */
  static final int MAX_PAT_SECTIONS = 8;

  private static final int PAT_TABLE = 0x00;
  private static final int PMT_TABLE = 0x02;
  private static final int PAT_HEAD = 8;
  private static final int PMT_HEAD = 12;
  private static final int CRC = 4;

  /** Told what changes. */
  interface Changes {
    /** Sections with PMTs come on this PID. */
    void listed(int pmtPid);

    /** The PMT on this PID is not of interest any more; {@code program} may be null. */
    void unlisted(int pmtPid, TsProgram program);

    /** The programme is new, or other than {@code before}, which may be null. */
    void changed(TsProgram program, TsProgram before);
  }

  private static final class Entry {
    final int number;
    final int pmtPid;
    TsProgram program;
    byte[] section;

    Entry(int number, int pmtPid) {
      this.number = number;
      this.pmtPid = pmtPid;
    }
  }

  private final Changes changes;
  private final List<Entry> entries = new ArrayList<>();
  private byte[][] pat = {};
  private int patVersion = -1;

  PsiTables(Changes changes) {
    this.changes = changes;
  }

  /** A section from PID 0. Returns whether it was a current PAT. */
  boolean pat(byte[] b, int length) {
    if ((b[0] & 0xFF) != PAT_TABLE || !current(b) || length < PAT_HEAD + CRC) {
      return false;
    }
    int number = b[6] & 0xFF;
    int last = b[7] & 0xFF;
    if (number > last || last >= MAX_PAT_SECTIONS) {
      return false;
    }
    if (number < pat.length && same(pat[number], b, length)) {
      return true;
    }
    if (version(b) != patVersion || pat.length != last + 1 || pat[number] != null) {
      patVersion = version(b);
      pat = new byte[last + 1][];
    }
    pat[number] = Arrays.copyOf(b, length);
    if (patComplete()) {
      relist();
    }
    return true;
  }

  private boolean patComplete() {
    for (byte[] section : pat) {
      if (section == null) {
        return false;
      }
    }
    return pat.length > 0;
  }

  private void relist() {
    TreeMap<Integer, Integer> now = new TreeMap<>();
    for (byte[] section : pat) {
      for (int i = PAT_HEAD; i + 4 <= section.length - CRC; i += 4) {
        int number = u16(section, i);
        // §2.4.4.5: program_number 0 names the network PID
        if (number != 0 && now.size() < MAX_PROGRAMS) {
          now.put(number, u16(section, i + 2) & 0x1FFF);
        }
      }
    }
    entries.removeIf(e -> gone(e, now.get(e.number)));
    now.forEach(
        (number, pid) -> {
          if (entry(number) == null) {
            entries.add(new Entry(number, pid));
            changes.listed(pid);
          }
        });
    entries.sort(Comparator.comparingInt(e -> e.number));
  }

  private Entry entry(int number) {
    for (int i = 0; i < entries.size(); i++) { // no iterator: this runs with every PMT
      if (entries.get(i).number == number) {
        return entries.get(i);
      }
    }
    return null;
  }

  private boolean gone(Entry entry, Integer pidNow) {
    if (pidNow != null && pidNow == entry.pmtPid) {
      return false;
    }
    changes.unlisted(entry.pmtPid, entry.program);
    return true;
  }

  /** A section from {@code pid}. Returns the programme if it was a current PMT listed for it. */
  TsProgram pmt(int pid, byte[] b, int length) {
    if ((b[0] & 0xFF) != PMT_TABLE || !current(b) || length < PMT_HEAD + CRC) {
      return null;
    }
    Entry entry = entry(u16(b, 3));
    if (entry == null || entry.pmtPid != pid) {
      return null;
    }
    if (entry.section == null || !same(entry.section, b, length)) {
      TsProgram before = entry.program;
      entry.section = Arrays.copyOf(b, length);
      entry.program = parse(pid, entry.section);
      changes.changed(entry.program, before);
    }
    return entry.program;
  }

  private static TsProgram parse(int pid, byte[] b) {
    int end = b.length - CRC;
    int at = PMT_HEAD + (u16(b, 10) & 0x0FFF);
    List<TsStream> streams = new ArrayList<>();
    while (at + 5 <= end && streams.size() < TsProgram.MAX_STREAMS) {
      int next = at + 5 + (u16(b, at + 3) & 0x0FFF);
      if (next > end) {
        break;
      }
      int type = b[at] & 0xFF;
      Descriptors descriptors = new Descriptors(b, at + 5, next);
      int streamPid = u16(b, at + 1) & 0x1FFF;
      streams.add(
          new TsStream(
              streamPid, type, Codec.of(type, descriptors), descriptors.text(0x0A, 3).strip()));
      at = next;
    }
    return new TsProgram(u16(b, 3), pid, u16(b, 8) & 0x1FFF, version(b), streams);
  }

  /** The programmes whose PMT is known, by number. */
  List<TsProgram> programs() {
    List<TsProgram> known = new ArrayList<>();
    entries.stream().filter(e -> e.program != null).forEach(e -> known.add(e.program));
    return known;
  }

  /** The sections of the PAT as received. */
  byte[][] patSections() {
    return pat;
  }

  /** The PMT sections on {@code pid} as received. */
  List<byte[]> pmtSections(int pid) {
    List<byte[]> sections = new ArrayList<>();
    entries.stream()
        .filter(e -> e.pmtPid == pid && e.section != null)
        .forEach(e -> sections.add(e.section));
    return sections;
  }

  private static boolean same(byte[] known, byte[] b, int length) {
    return known != null && Arrays.equals(known, 0, known.length, b, 0, length);
  }

  private static boolean current(byte[] b) {
    return (b[5] & 1) != 0; // §2.4.4.5 current_next_indicator
  }

  private static int version(byte[] b) {
    return (b[5] >> 1) & 0x1F;
  }

  private static int u16(byte[] b, int i) {
    return ((b[i] & 0xFF) << 8) | (b[i + 1] & 0xFF);
  }
}

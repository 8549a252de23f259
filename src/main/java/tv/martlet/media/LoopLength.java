package tv.martlet.media;

import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * Finds by how much each pass over a file has to be later than the one before: so much that every
 * audio and video stream has ended. The end of a stream is its last time stamp plus what plays from
 * there: for ADTS the frames of the last PES packet, for others the usual step between time stamps.
 */
final class LoopLength implements TsListener, ByteSink {
  private static final long LONGEST_STEP = 90_000;

  private static final class Track {
    final AdtsFrames frames = new AdtsFrames();
    boolean adts;
    long first = TsPacket.NONE;
    long lowest;
    long highest;
    long last;
    long steps;
    long stepTicks;

    void time(long pts, long dts) {
      if (first < 0) {
        first = dts;
        last = dts;
        lowest = TsPacket.difference(pts, first, TsPacket.PTS_WRAP);
        highest = lowest;
      }
      long step = TsPacket.difference(dts, last, TsPacket.PTS_WRAP);
      if (step > 0 && step <= LONGEST_STEP) {
        steps++;
        stepTicks += step;
      }
      last = dts;
      long at = TsPacket.difference(pts, first, TsPacket.PTS_WRAP);
      lowest = Math.min(lowest, at);
      highest = Math.max(highest, at);
    }

    long length() {
      long usual = steps == 0 ? 0 : Math.round((double) stepTicks / steps);
      return highest - lowest + (adts && frames.duration() > 0 ? frames.duration() : usual);
    }
  }

  private final TreeMap<Integer, Track> tracks = new TreeMap<>();
  private final TsScanner scanner = new TsScanner(this);
  private long firstPcr = TsPacket.NONE;
  private long lastPcr;
  private int clockPid;

  /** Takes a stream's packets; {@link #gap} between head and tail of a long file. */
  @Override
  public void accept(ByteBuffer packets) {
    for (int at = packets.position(); at + TsPacket.SIZE <= packets.limit(); at += TsPacket.SIZE) {
      scanner.packet(packets, at, 0);
      frames(packets, at);
    }
  }

  private void frames(ByteBuffer b, int at) {
    Track track = tracks.get(TsPacket.pid(b, at));
    if (track == null || !track.adts) {
      return;
    }
    int from = TsPacket.payload(b, at);
    int end = at + TsPacket.SIZE;
    if (TsPacket.unitStart(b, at)) {
      track.frames.begin();
      from = PesHeader.isWhole(b, from, end) ? PesHeader.data(b, from) : end;
    }
    track.frames.feed(b, from, end);
  }

  /** Bytes are left out here. */
  void gap() {
    scanner.forget();
  }

  /** Whether the stream has any time stamps to go by. */
  boolean isKnown() {
    return ticks() > 0;
  }

  /** What to add for the next pass, in ticks of 90 kHz; 0 if there are no time stamps. */
  long ticks() {
    long longest = 0;
    for (Track track : tracks.values()) {
      longest = Math.max(longest, track.length());
    }
    if (firstPcr >= 0) {
      long clock = TsPacket.difference(lastPcr, firstPcr, TsPacket.PCR_WRAP);
      longest = Math.max(longest, clock / 300 + 1);
    }
    return longest;
  }

  @Override
  public void pes(TsStream stream, long offset, long pts, long dts) {
    if (pts < 0 || stream.codec().kind() == Codec.Kind.OTHER) {
      return;
    }
    Track track = tracks.computeIfAbsent(stream.pid(), pid -> new Track());
    track.adts = stream.codec() == Codec.AAC_ADTS;
    track.time(pts, dts);
  }

  @Override
  public void pcr(int pid, long pcr, long offset, boolean jump) {
    if (firstPcr < 0) {
      firstPcr = pcr;
      clockPid = pid;
    }
    if (pid == clockPid) {
      lastPcr = pcr;
    }
  }
}

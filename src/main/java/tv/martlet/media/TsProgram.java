package tv.martlet.media;

import java.util.List;
import java.util.Optional;

/**
 * One programme of a transport stream, as PAT and PMT tell.
 *
 * @param number program_number, 1 to 65535
 * @param pmtPid where its PMT comes
 * @param pcrPid where its clock comes; 8191 if it has none
 * @param version version_number of the PMT, 0 to 31
 * @param streams at most {@value #MAX_STREAMS}
 */
public record TsProgram(int number, int pmtPid, int pcrPid, int version, List<TsStream> streams) {
  /** More streams than this in one PMT are left out. */
  public static final int MAX_STREAMS = 64;

  public TsProgram {
    streams = List.copyOf(streams);
  }

  /** The first video stream, by which a newcomer starts. */
  public Optional<TsStream> video() {
    return streams.stream().filter(TsStream::isVideo).findFirst();
  }
}

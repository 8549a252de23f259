package tv.martlet.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SwarmMetadata;

/**
 * A recording that has ended.
 *
 * @param uri address of the file as static content (RFC 7574 §6.1.2.1); empty if it is not whole
 * @param sentence what became of it, for a person
 */
public record Recorded(Path file, Optional<String> uri, String sentence) {
  /** Of a broadcaster: all that it made since it was started is the broadcast. */
  static Recorded ofBroadcast(Path file, Recording.Outcome outcome, ChunkUri live) {
    return of(file, outcome, live, outcome.isSeamless());
  }

  /** Of a peer: only from the first chunk on is it the broadcast. */
  static Recorded ofPeer(Path file, Recording.Outcome outcome, ChunkUri live) {
    return of(file, outcome, live, outcome.isWhole());
  }

  private static Recorded of(Path file, Recording.Outcome outcome, ChunkUri live, boolean whole) {
    if (!whole) {
      return new Recorded(file, Optional.empty(), notWhole(file, outcome));
    }
    SwarmMetadata content =
        template(live.metadata())
            .withId(outcome.root())
            .withLength(outcome.chunks() * live.metadata().chunkSize());
    String name = String.valueOf(file.getFileName());
    String uri = new ChunkUri(content, name, live.trackers(), List.of()).toString();
    String serve = "; martlet seed " + file + " serves it on";
    return new Recorded(file, Optional.of(uri), "recorded " + outcome.chunks() + " chunks" + serve);
  }

  /** How a finished broadcast is chunked and hashed: as it was, so that its root is the same. */
  static SwarmMetadata template(SwarmMetadata live) {
    return SwarmMetadata.template(live.hash()).withChunkSize(live.chunkSize());
  }

  private static String notWhole(Path file, Recording.Outcome outcome) {
    if (outcome.failure() != null) {
      return file + " is not whole: writing stopped (" + outcome.failure() + ")";
    }
    if (outcome.chunks() == 0) {
      return file + " is empty: nothing came";
    }
    if (outcome.first() > 0) {
      return file
          + " is not whole: it begins with chunk "
          + outcome.first()
          + " and lacks "
          + outcome.lost()
          + " later ones; record from the broadcast's first chunk on";
    }
    return file + " is not whole: it lacks " + outcome.lost() + " chunks that did not come in time";
  }
}

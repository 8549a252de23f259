package tv.martlet.peer;

import java.util.List;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.Integrity;

/** Static content: all of it, once its size is proven (RFC 7574 §5.6); until then one chunk. */
final class FileInterest extends Interest {
  private final Integrity integrity;
  private boolean sized;

  FileInterest(Content content) {
    super(content.store().available());
    this.integrity = content.integrity();
  }

  @Override
  public long floor(ChunkRanges theirs) {
    return integrity.chunkCount() >= 0 ? 0 : theirs.min();
  }

  @Override
  public long ceiling(ChunkRanges theirs) {
    long count = integrity.chunkCount();
    if (count >= 0) {
      // Nobody is asked for a chunk past the end, whatever it claims to have.
      return count - 1;
    }
    // One chunk of each neighbour: what one claims to have must not keep another from being asked.
    return theirs.min();
  }

  /** The proof of the size opens the file to every neighbour, not only to the one who gave it. */
  @Override
  boolean advance(long now, List<Channel> neighbours) {
    boolean before = sized;
    sized = integrity.chunkCount() >= 0;
    return sized && !before;
  }

  @Override
  boolean isSated() {
    long count = integrity.chunkCount();
    return count >= 0 && taken().size() == count;
  }
}

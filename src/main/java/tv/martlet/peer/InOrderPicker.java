package tv.martlet.peer;

import tv.martlet.chunk.ChunkRanges;

/** The plain picker: the earliest first, whoever has it. */
final class InOrderPicker implements ChunkPicker {
  @Override
  public void pick(Interest interest, Channel neighbour, int budget, long now, ChunkRanges out) {
    ChunkRanges theirs = neighbour.remote();
    ChunkRanges taken = interest.taken();
    long ceiling = interest.ceiling(theirs);
    long at = interest.floor(theirs);
    int left = budget;
    while (left > 0 && at >= 0) {
      at = taken.nextAbsent(at);
      at = theirs.nextPresent(at);
      if (at < 0 || at > ceiling) {
        return;
      }
      if (taken.contains(at)) {
        continue;
      }
      long end = Math.min(theirs.rangeLast(at), Math.min(ceiling, at + left - 1));
      long next = taken.nextPresent(at);
      if (next >= 0) {
        end = Math.min(end, next - 1);
      }
      out.add(at, end);
      left -= (int) (end - at + 1);
      at = end + 1;
    }
  }
}

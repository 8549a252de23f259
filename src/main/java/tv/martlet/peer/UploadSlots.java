package tv.martlet.peer;

import java.util.List;

/**
 * The plain choking: a fixed number of slots, held by those who have them until they leave or ask
 * for nothing for a while; a free slot goes to the neighbour that has been choked longest.
 */
final class UploadSlots implements Choking {
  private final int slots;

  UploadSlots(int slots) {
    this.slots = slots;
  }

  @Override
  public void decide(List<Channel> neighbours, long now) {
    int free = slots;
    boolean scarce = neighbours.size() > slots;
    for (Channel neighbour : neighbours) {
      if (neighbour.isChoked()) {
        continue;
      }
      boolean idle = neighbour.service().isIdle(now);
      if (free > 0 && !(scarce && idle)) {
        free--;
      } else {
        neighbour.choke(true, now);
      }
    }
    while (free-- > 0) {
      Channel longest = longestChoked(neighbours);
      if (longest == null) {
        return;
      }
      longest.choke(false, now);
    }
  }

  private static Channel longestChoked(List<Channel> neighbours) {
    Channel longest = null;
    for (Channel neighbour : neighbours) {
      if (neighbour.isChoked()
          && (longest == null || neighbour.service().chokedAt() < longest.service().chokedAt())) {
        longest = neighbour;
      }
    }
    return longest;
  }

  @Override
  public long interval() {
    return 1_000_000;
  }
}

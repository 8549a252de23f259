package tv.martlet.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows neighbours that choke us that we give: each may ask for one chunk, two at a time. A line
 * too thin to serve anybody would else be taken for one that rides free.
 */
final class GoodWill {
  private static final int AT_A_TIME = 2;

  /** Who has asked for nothing by then makes way for the next. */
  private static final long PATIENCE = 2_000_000;

  private final List<Channel> shown = new ArrayList<>();

  /** Whether this neighbour may ask for its one chunk now. */
  boolean isShown(Channel neighbour) {
    return shown.contains(neighbour);
  }

  /** How many may ask now. */
  int count() {
    return shown.size();
  }

  /** Ends it for those that have got their chunk, or did not ask. */
  void look(List<Channel> neighbours, long now) {
    shown.retainAll(neighbours);
    for (int i = shown.size() - 1; i >= 0; i--) {
      Channel neighbour = shown.get(i);
      boolean given = neighbour.chunksSent() > 0;
      if (given || now - neighbour.service().servedSince() >= PATIENCE) {
        neighbour.choke(true, now);
        shown.remove(i);
      }
    }
  }

  /**
   * Lets the next ask: those that served us before come first.
   *
   * @param places for so many more at the most
   */
  void show(List<Channel> neighbours, int places, long now) {
    for (int i = 0; i < places && shown.size() < AT_A_TIME; i++) {
      Channel next = null;
      for (Channel neighbour : neighbours) {
        if (isDoubtful(neighbour) && (next == null || isBefore(neighbour, next))) {
          next = neighbour;
        }
      }
      if (next == null) {
        return;
      }
      next.choke(false, now);
      next.uploads().ration(1);
      shown.add(next);
    }
  }

  /** Whether a neighbour has let us ask, but for moments, or has given us a chunk. */
  static boolean isSeenIn(Channel neighbour) {
    return !neighbour.serviceToUs().hasNeverServed() || neighbour.chunksReceived() > 0;
  }

  /** One that serves us not and has never got a chunk of ours may take us for a rider. */
  private static boolean isDoubtful(Channel neighbour) {
    return neighbour.isChoked()
        && neighbour.serviceToUs().isChoked()
        && neighbour.chunksSent() == 0;
  }

  private static boolean isBefore(Channel a, Channel b) {
    if (isSeenIn(a) != isSeenIn(b)) {
      return isSeenIn(a);
    }
    return a.service().chokedAt() < b.service().chokedAt();
  }
}

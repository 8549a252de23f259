package tv.martlet.http;

/**
 * What is here of a channel around the place where it plays, in cells of equal width.
 *
 * <pre>
 *   first       playing              newest
 *   ├──────────────┼───────────────────┤
 *   ffffffffffffffffffffffffff7f003ff0        share of chunks here, 0 to f
 * </pre>
 *
 * @param first chunk of the first cell
 * @param playing chunk that a player is at
 * @param newest newest chunk known to be made, -1 while nothing is known
 * @param perCell chunks that a cell stands for
 * @param cells one hexadecimal digit a cell, at most {@value #MAX_CELLS}
 */
public record BufferMap(long first, long playing, long newest, long perCell, String cells) {
  /** Cells at most; more would not be told apart on a screen. */
  public static final int MAX_CELLS = 240;

  /** Nothing is known. */
  public static final BufferMap NONE = new BufferMap(0, 0, -1, 1, "");

  private static final int FULL = 15;

  public BufferMap {
    if (cells.length() > MAX_CELLS) {
      throw new IllegalArgumentException("at most " + MAX_CELLS + " cells");
    }
  }

  /** Counts chunks that are here, of those from {@code first} up to {@code last}. */
  @FunctionalInterface
  public interface Presence {
    long count(long first, long last);
  }

  /** Draws the chunks from {@code first} up to {@code newest}. */
  public static BufferMap draw(long first, long playing, long newest, Presence presence) {
    long chunks = newest - first + 1;
    if (newest < 0 || chunks <= 0) {
      return NONE;
    }
    long perCell = (chunks + MAX_CELLS - 1) / MAX_CELLS;
    StringBuilder cells = new StringBuilder();
    for (long at = first; at <= newest; at += perCell) {
      long last = Math.min(newest, at + perCell - 1);
      cells.append(Character.forDigit(share(presence.count(at, last), last - at + 1), 16));
    }
    return new BufferMap(first, playing, newest, perCell, cells.toString());
  }

  /** Nothing is 0 and everything is 15; only those. */
  private static int share(long here, long all) {
    if (here >= all) {
      return FULL;
    }
    return here <= 0 ? 0 : (int) Math.max(1, Math.min(FULL - 1, here * FULL / all));
  }
}

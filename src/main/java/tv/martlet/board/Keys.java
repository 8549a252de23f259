package tv.martlet.board;

/** Who obeys the buttons. */
public interface Keys {
  /** What happened to a button. */
  enum Press {
    /** It went down. */
    DOWN,
    /** It was let go before it was held long. */
    SHORT,
    /** It has been held long; once. */
    LONG,
    /** It is still held; several times a second, a bounded number of times. */
    REPEAT
  }

  /** On the board's thread; must return at once. */
  void pressed(Key key, Press press);
}

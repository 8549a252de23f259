package tv.martlet.peer;

/** Something with one deadline, kept in {@link Deadlines}. Times are the engine's microseconds. */
abstract class Timed {
  static final long NEVER = Long.MAX_VALUE;

  long deadline = NEVER;
  int slot = -1;

  /** Called once when the deadline has passed; it is NEVER again by then. */
  abstract void expire(long now);
}

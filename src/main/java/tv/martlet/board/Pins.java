package tv.martlet.board;

/** Pins of a board, by BCM number. */
interface Pins extends AutoCloseable {
  /** Told of each change of a level, on any thread. */
  interface Listener {
    void changed(boolean high);
  }

  /** A pin that is set. */
  interface Output {
    void set(boolean high);
  }

  /**
   * Reads a pin from now on, its own resistor pulling it to where nobody presses.
   *
   * @return whether it is high now
   */
  boolean input(int pin, boolean pullUp, Listener listener);

  /** Sets a pin from now on; low to begin with, and after the end. */
  Output output(int pin);

  @Override
  void close();
}

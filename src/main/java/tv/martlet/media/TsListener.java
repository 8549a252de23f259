package tv.martlet.media;

/**
 * What {@link TsScanner} finds, one method an event. Offsets are bytes since the start of the
 * stream and point at a packet's sync byte. PTS and DTS are ticks of 90 kHz, {@link TsPacket#NONE}
 * if absent.
 */
public interface TsListener {
  /** The stream is in step from {@code offset} on. */
  default void syncLocked(long offset) {}

  /** The step was lost at {@code offset}. */
  default void syncLost(long offset) {}

  /** A sound PAT ended in the packet at {@code offset}; comes with every repetition. */
  default void pat(long offset) {}

  /** A sound PMT ended in the packet at {@code offset}; comes with every repetition. */
  default void pmt(TsProgram program, long offset) {}

  /** A programme is new or has changed. */
  default void program(TsProgram program) {}

  /** A PAT no longer lists this programme. */
  default void programGone(TsProgram program) {}

  /** A PCR in ticks of 27 MHz; {@code jump}: it does not follow from the one before. */
  default void pcr(int pid, long pcr, long offset, boolean jump) {}

  /** A PES packet of a listed stream starts. */
  default void pes(TsStream stream, long offset, long pts, long dts) {}

  /**
   * A decoder can start with the PES packet at {@code offset}. Where the encoder did not mark it,
   * this comes only when the picture's type has been seen, some packets later.
   */
  default void randomAccess(TsStream stream, long offset, long pts) {}

  /** The PES packet at {@code offset} of a video stream is not a random access point. */
  default void noRandomAccess(TsStream stream, long offset) {}

  /** Packets of this PID are missing: the counter jumped without notice. */
  default void counterError(int pid, long offset, int expected, int found) {}

  /** The encoder announced a discontinuity (discontinuity_indicator). */
  default void discontinuity(int pid, long offset) {}
}

package tv.martlet.media;

/**
 * How a source is doing.
 *
 * @param phase in one word
 * @param sentence for a person, with the input's name in it
 * @param restarts how often the input was opened again
 */
public record SourceState(Phase phase, String sentence, long restarts) {
  /** In one word. */
  public enum Phase {
    /** Opening, nothing received yet. */
    STARTING,
    /** Receiving. */
    RUNNING,
    /** Open, but nothing comes. */
    SILENT,
    /** Lost; will be opened again. */
    RETRYING,
    /** Played to its end. */
    ENDED,
    /** Given up: someone has to change something. */
    FAILED,
    /** Closed by us. */
    CLOSED
  }
}

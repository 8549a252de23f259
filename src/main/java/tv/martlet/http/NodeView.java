package tv.martlet.http;

/** All that the web knows of the node. Called on the web's loop: answers at once, never waits. */
public interface NodeView {
  Channels channels();

  /** Whether the process works; what {@code /healthz} answers. */
  Health health();

  /** Whether the node does its job now; what {@code /readyz} answers. */
  Health readiness();

  /** What the status page shows and steers; the same object at each call. */
  Panel panel();
}

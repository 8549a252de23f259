package tv.martlet.http;

/** What a connection has become that is no longer asked but told. On the channel's loop. */
interface Outflow {
  /** The socket takes more, or no more for now. */
  void wake();

  /** Ends it properly: the server closes. */
  void end();

  /** Gives back what it holds; the channel is the caller's, and may be gone. */
  void close();
}

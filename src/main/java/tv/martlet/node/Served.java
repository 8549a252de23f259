package tv.martlet.node;

import tv.martlet.http.StreamReader;

/** A channel whose stream this node serves to players. */
interface Served extends AutoCloseable {
  /** What people call it. */
  String name();

  /** Opens the stream for one viewer, who waits if nothing has come yet. On the web's loop. */
  StreamReader open();

  /** True once there is something to show. From any thread. */
  boolean isPlaying();

  @Override
  void close();
}

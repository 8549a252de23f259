package tv.martlet.http;

import java.util.List;

/** The channels that the node can stream. Every method is called on the web's loop: never wait. */
public interface Channels {
  /** The channels in the order in which a person should see them. */
  List<ChannelEntry> list();

  /**
   * Opens a cursor at the place where a new viewer should start.
   *
   * @param id of a channel that {@link #list} names
   * @throws ChannelUnavailableException when there is nothing to stream now; answered with 503
   */
  StreamReader open(String id) throws ChannelUnavailableException;
}

package tv.martlet.node;

/**
 * A channel that can be watched.
 *
 * @param id stands in addresses and topics
 * @param name what people call it
 * @param number on the remote control; 0 for none
 * @param uri {@code ppsp:}, {@code http:}, {@code https:} or {@code udp:}
 * @param extras further attributes of the list
 */
public record BoxChannel(String id, String name, int number, String uri, Extras extras) {
  /** Whether it comes from neighbours, so that it can be passed on. */
  public boolean isSwarm() {
    return ChannelList.ppsp(uri).isPresent();
  }

  /** Of an M3U list; empty where it says nothing. */
  public record Extras(String logo, String group) {
    /** Nothing is known. */
    public static final Extras NONE = new Extras("", "");
  }
}

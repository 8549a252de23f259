package tv.martlet.http;

/**
 * A channel that can be watched.
 *
 * @param id stands in commands
 * @param name what people call it
 * @param number on the remote control; 0 for none
 * @param group of the list; empty for none
 * @param relayed whether it is passed on, shown or not; one that was just left is not
 */
public record PanelChannel(String id, String name, int number, String group, boolean relayed) {}

package tv.martlet.remote;

/**
 * A channel that can be chosen.
 *
 * @param id its short name
 * @param name what people call it
 * @param number on the remote control; 0 for none
 * @param group of the list; empty for none
 * @param relayable whether it can be passed on without being shown
 */
public record Choice(String id, String name, int number, String group, boolean relayable) {}

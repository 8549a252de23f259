package tv.martlet.config;

import java.util.List;

/**
 * The section {@code [relay]}: what this node receives only to pass it on.
 *
 * @param channels {@code ppsp://} addresses or ids of {@code [[channel]]} tables or of the list
 */
public record RelaySettings(List<String> channels) {}

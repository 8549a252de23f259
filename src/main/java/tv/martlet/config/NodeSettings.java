package tv.martlet.config;

import java.nio.file.Path;

/**
 * The section {@code [node]}: the node itself. Lives here and not in its room, since that room
 * stands above this one.
 *
 * @param id the node's name in topics and logs: letters, digits, {@code . _ -}, at most 64; never
 *     empty
 * @param name what people call the node; the id where nothing was set
 * @param dataDir folder for what the node keeps
 */
public record NodeSettings(String id, String name, Path dataDir) {}

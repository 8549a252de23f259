/**
 * Reads, checks and layers the settings of a node; hands out one small record per room.
 *
 * <p>Owner thread: any; everything here is immutable once loaded, {@link
 * tv.martlet.config.Overrides} excepted, which locks itself. May import the settings records of the
 * rooms and nothing else of ours. Nothing is read from the process behind the caller's back: files,
 * variables and options come in with {@link tv.martlet.config.Sources}.
 */
package tv.martlet.config;

/**
 * The command line: one class a verb, which parses words, has another room do the work and prints.
 *
 * <p>Owner thread: main. May import node, config and sim, and what {@code keygen} and {@code
 * inspect} show of chunk and wire. Nothing imports this. A new verb is a class here and a line in
 * {@link tv.martlet.cli.Martlet}'s list.
 */
package tv.martlet.cli;

/**
 * Chunks: their addresses and bins, where they are kept (ring or file), which are there, and how
 * they are proven (hash trees and signatures).
 *
 * <p>Owner: the loop of the swarm; nothing here starts a thread, does network I/O or asks for the
 * time. Imports nothing of ours.
 */
package tv.martlet.chunk;

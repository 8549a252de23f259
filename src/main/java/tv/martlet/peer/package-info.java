/**
 * The swarm engine of RFC 7574: handshakes, channels, requests, uploads, choking, peer exchange and
 * congestion control. A pure state machine: no I/O, no thread, no clock of its own.
 *
 * <p>Owner thread: the one event loop that calls {@link tv.martlet.peer.Engine}. Arrows: {@code
 * wire}, {@code chunk}.
 */
package tv.martlet.peer;

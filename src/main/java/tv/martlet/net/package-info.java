/**
 * UDP sockets and timers on Netty; drives {@code peer}. Runs of equal-size datagrams to one address
 * leave with one system call and come in likewise.
 *
 * <p>Owner thread: one event loop, which owns all state of its engine. Arrows: {@code peer}, {@code
 * wire}.
 */
package tv.martlet.net;

/**
 * Starts, joins and stops the parts for a role: broadcaster, relay, viewer, seeder, tracker. The
 * only room that knows all others but {@code cli}; where a room declares an interface that it
 * needs, it is met here.
 *
 * <p>Threads: what touches a swarm runs on the peer's loop ({@link tv.martlet.net.UdpPort}), what
 * touches HTTP or trackers on the web's loop; nothing here waits on either.
 */
package tv.martlet.node;

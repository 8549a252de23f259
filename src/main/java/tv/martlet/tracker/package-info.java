/**
 * The RFC 7846 tracker: its messages, its store of swarms, the server and the client.
 *
 * <p>Owner thread: the one event loop handed to the server or client; the store and the message
 * classes have no thread and no clock of their own. Arrows: imports nothing else of ours.
 */
package tv.martlet.tracker;

/**
 * The node's own web: channel streams, playlist, health, metrics, and a page that shows and steers.
 *
 * <p>Owner thread: the event loop handed to {@link tv.martlet.http.WebServer}; only wake-ups of a
 * {@link tv.martlet.http.StreamReader} come from elsewhere. Imports nothing of ours: what it shows
 * and streams it asks of {@link tv.martlet.http.NodeView}, which {@code node} implements.
 */
package tv.martlet.http;

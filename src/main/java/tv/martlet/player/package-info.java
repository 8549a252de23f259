/**
 * The picture: a video player program as a supervised subprocess, fed from a URL.
 *
 * <p>Owner thread: each player has one thread of its own, "player", which owns all its state; calls
 * from outside are handed to it and return at once. Imports nothing of ours; {@code node} starts it
 * and gives it the URL of the node's own web.
 */
package tv.martlet.player;

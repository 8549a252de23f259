/**
 * RFC 7574 messages and options to and from bytes; captures of them for people. No state, no
 * threads, no clock.
 *
 * <p>Owner: whoever calls; nothing here is shared. Arrows: imports only address values and code
 * points of {@code chunk}; used by {@code peer}, {@code net}, {@code sim} and {@code node}.
 */
package tv.martlet.wire;

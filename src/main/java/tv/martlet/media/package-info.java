/**
 * MPEG-TS (ISO/IEC 13818-1) from the encoder to the first chunk and from the last chunk to the
 * screen: scan, join, loop, pace; the inputs that bring a stream in; M3U lists.
 *
 * <p>Owner thread: each {@link tv.martlet.media.MediaSource} runs one thread of its own; scanner,
 * joiner, re-stamper and pacer belong to whoever calls them. Arrows: imports nothing of ours.
 */
package tv.martlet.media;

package tv.martlet.remote;

/**
 * One neighbour in one channel.
 *
 * @param address as {@code host:port}
 * @param channel id of the channel
 * @param down bytes of content a second from there
 * @param up bytes a second to there
 * @param rttMicros smoothed round-trip time
 */
public record Neighbour(String address, String channel, long down, long up, long rttMicros) {}

package tv.martlet.http;

/**
 * One neighbour in one channel.
 *
 * @param address as {@code host:port}
 * @param channel id of the channel
 * @param down bytes of content a second from there
 * @param up bytes of datagrams a second to there
 * @param rttMicros smoothed round-trip time; 0 while unknown
 */
public record PanelNeighbour(String address, String channel, long down, long up, long rttMicros) {}

package tv.martlet.http;

/**
 * What the web has done since it started, and what it does now.
 *
 * @param connections open now
 * @param streams viewers now
 * @param requests answered, whatever the answer
 * @param refused connections turned away by a bound
 * @param cutOff viewers dropped because they were too slow
 * @param streamBytes stream bytes handed to sockets
 */
public record WebCounts(
    int connections, int streams, long requests, long refused, long cutOff, long streamBytes) {}

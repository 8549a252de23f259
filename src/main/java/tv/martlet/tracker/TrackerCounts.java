package tv.martlet.tracker;

/**
 * What a tracker holds and did.
 *
 * @param requests HTTP requests since the start
 * @param errors requests answered with an error since the start
 */
public record TrackerCounts(int swarms, int peers, int connections, long requests, long errors) {
  String json() {
    return String.format(
        "{\"swarms\":%d,\"peers\":%d,\"connections\":%d,\"requests\":%d,\"errors\":%d}%n",
        swarms, peers, connections, requests, errors);
  }
}

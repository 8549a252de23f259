package tv.martlet.sim;

import java.util.List;

/**
 * What happens in a run, whatever the policy: the stream, the hosts and their links, who comes and
 * goes when. Rates are bit/s, times seconds, shares 0 to 1.
 *
 * @param name one word
 * @param title one sentence
 * @param peers viewers that are there at a time when all have come, or that come in all without
 *     sessions
 * @param seconds simulated time
 * @param stream what is broadcast
 * @param uplinks the classes of links that viewers have
 * @param network how far apart hosts are and what gets lost between them
 * @param arrivals when viewers come
 * @param sessions when they go
 * @param crowd who of them is not as one would wish
 */
public record Scenario(
    String name,
    String title,
    int peers,
    double seconds,
    Stream stream,
    List<Uplink> uplinks,
    Network network,
    Arrivals arrivals,
    Sessions sessions,
    Crowd crowd) {

  public Scenario {
    uplinks = List.copyOf(uplinks);
  }

  /** The same with another number of viewers; no more come at first than there are. */
  public Scenario withPeers(int number) {
    Arrivals fewer =
        new Arrivals(Math.min(arrivals.initial(), number), arrivals.from(), arrivals.over());
    return new Scenario(
        name, title, number, seconds, stream, uplinks, network, fewer, sessions, crowd);
  }

  /**
   * What is broadcast.
   *
   * @param rate of the media
   * @param gopSeconds from one random access point to the next
   * @param channels how many streams there are, each with an injector of its own
   * @param sourceUplink of an injector's host, in stream rates
   */
  public record Stream(double rate, double gopSeconds, int channels, double sourceUplink) {}

  /** A class of links: which share of the hosts has it, its two rates. */
  public record Uplink(double share, double up, double down) {}

  /**
   * How far apart hosts are and what gets lost between them.
   *
   * @param regions how many, hosts being spread over them evenly
   * @param rttWithin least and greatest round-trip time inside a region, milliseconds
   * @param rttBetween the same between two regions
   * @param jitter added to one way, at most, milliseconds
   * @param lossWithin share of datagrams lost at random inside a region
   * @param lossBetween the same between two regions
   * @param burst mean length of a run of losses in datagrams; 1 for independent ones
   * @param lanUplink rate of the one line between region 0, where the viewers are, and the rest; 0
   *     for none
   */
  public record Network(
      int regions,
      Span rttWithin,
      Span rttBetween,
      double jitter,
      double lossWithin,
      double lossBetween,
      double burst,
      double lanUplink) {}

  /** From the least to the greatest. */
  public record Span(double least, double most) {}

  /**
   * When viewers come.
   *
   * @param initial viewers that come within the first second
   * @param from when the others begin to come
   * @param over within how long they have come, evenly spread at random
   */
  public record Arrivals(int initial, double from, double over) {}

  /**
   * When viewers go, and when they change the channel.
   *
   * @param median of a log-normal session; 0 where nobody leaves. Who leaves is replaced by a new
   *     viewer at once
   * @param sigma of the session's logarithm
   * @param crash share that goes without goodbye
   * @param zap a viewer changes the channel so often; 0 for never
   */
  public record Sessions(double median, double sigma, double crash, double zap) {}

  /**
   * Who of the viewers is not as one would wish.
   *
   * @param freeRiders share of viewers that send no chunk
   * @param polluters share of viewers that send false chunks
   * @param nat share of viewers behind address translation: a third full cone, a third
   *     address-restricted, a third symmetric
   */
  public record Crowd(double freeRiders, double polluters, double nat) {}
}

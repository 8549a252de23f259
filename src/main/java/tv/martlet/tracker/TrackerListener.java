package tv.martlet.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** Hears from the client, on the client's loop. */
public interface TrackerListener {
  /**
   * Peers of a swarm: first the best address of each, then their other addresses; own addresses are
   * left out.
   */
  void peersFound(String swarmId, List<InetSocketAddress> peers);

  /** The address at which a tracker sees this peer; told once until it changes. */
  void reflexiveAddress(URI tracker, InetAddress address);

  /** A tracker took this peer in; the sentence is for a person. */
  void trackerUp(URI tracker, String sentence);

  /**
   * A tracker does not answer or refuses; it is asked again later. The sentence is for a person.
   */
  void trackerDown(URI tracker, String sentence);

  /** No tracker is left; the swarms go on with the peers that they know. */
  void allTrackersDown(String sentence);
}

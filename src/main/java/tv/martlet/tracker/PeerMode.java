package tv.martlet.tracker;

/** How a peer takes part in a swarm (RFC 7846 §3.2.3). */
public enum PeerMode {
  SEEDER,
  LEECH
}

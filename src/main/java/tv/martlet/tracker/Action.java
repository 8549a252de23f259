package tv.martlet.tracker;

/** What a CONNECT asks for in one swarm (RFC 7846 §3.2.3). */
public enum Action {
  JOIN,
  LEAVE
}

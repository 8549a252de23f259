package tv.martlet.tracker;

/** The states of one peer ID at the tracker (RFC 7846 §2.3, Figure 5). */
public enum PeerState {
  START,
  PEER_REGISTERED,
  TRACKING,
  TERMINATE
}

package tv.martlet.node;

import java.util.Map;

/** A node that receives channels, as a terminal tells of it. */
public interface Watched {
  /** Addresses of the streams on this machine, by channel. */
  Map<String, String> streams();

  /** Where neighbours find this peer. */
  int peerPort();

  /** Figures of each channel that is received. */
  Map<String, ChannelFigures> figures();
}

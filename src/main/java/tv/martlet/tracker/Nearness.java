package tv.martlet.tracker;

/** How close two peers are on the network, told by their addresses. */
enum Nearness {
  /** Private addresses behind one translator, or in one private network. */
  LAN(4),
  /** One IPv4 /24 or IPv6 /48: one building, one customer. */
  NETWORK(2),
  /** One IPv4 /16 or IPv6 /32: most often one provider. */
  REGION(1.4),
  FAR(1);

  /** What a near peer is worth against an equal one far away. */
  final double factor;

  Nearness(double factor) {
    this.factor = factor;
  }
}

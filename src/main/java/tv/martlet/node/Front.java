package tv.martlet.node;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a node lets its page know; all of it answers at once, from any thread.
 *
 * @param name what people call the node
 * @param peerPort where neighbours find it
 * @param served what is received, by channel id
 * @param readings figures of it, a second old or so
 * @param seat who takes commands, if anyone
 */
record Front(
    String name,
    IntSupplier peerPort,
    Supplier<? extends Map<String, ? extends Served>> served,
    Supplier<Map<String, Gauge.Reading>> readings,
    Optional<Seat> seat) {

  /**
   * A box that takes commands.
   *
   * @param screen whether it has one
   */
  record Seat(Box box, boolean screen) {}

  /** Of a node that shows what it receives and takes no commands. */
  static Front watching(String name, PeerHost host, Map<String, LiveChannel> channels) {
    return new Front(
        name,
        () -> host.address().getPort(),
        () -> channels,
        new FreshReadings(host, channels, System::nanoTime),
        Optional.empty());
  }
}

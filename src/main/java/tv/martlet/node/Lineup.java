package tv.martlet.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkUri;

/**
 * The channels that this node receives: the one that is shown, those that are relayed, and for a
 * while those that were just left, so that zapping back is instant. Lives on the box's thread; only
 * {@link #served} is for all.
 */
final class Lineup implements AutoCloseable {
  /** Channels received at a time, whatever for. */
  static final int MAX_CHANNELS = 64;

  /** Channels kept after they were left. */
  static final int MAX_LINGERING = 2;

  static final long LINGER_NANOS = 15_000_000_000L;

  /** Begins to receive. */
  interface Join {
    /**
     * Joins it.
     *
     * @throws IllegalArgumentException with a sentence when the address does not do
     */
    Served join(BoxChannel channel);
  }

  /** One channel that is received. */
  private static final class Seat {
    final BoxChannel channel;
    final Served served;
    boolean shown;
    boolean relayed;
    long leftAt;

    Seat(BoxChannel channel, Served served) {
      this.channel = channel;
      this.served = served;
    }

    boolean lingers() {
      return !shown && !relayed;
    }
  }

  private final Join join;
  private final LongSupplier nanos;
  private final Map<String, Seat> seats = new LinkedHashMap<>(); // by swarm or address
  private volatile Map<String, Served> served = Map.of();
  private volatile int wanted;

  Lineup(Join join, LongSupplier nanos) {
    this.join = join;
    this.nanos = nanos;
  }

  /** What is received, by channel id, in the order of joining. From any thread. */
  Map<String, Served> served() {
    return served;
  }

  /**
   * Receives this channel for the screen, and the one before only for a while.
   *
   * @return the id under which its stream is served
   * @throws RefusedCommandException when it cannot be received; then the one before is still shown
   */
  String show(BoxChannel channel) throws RefusedCommandException {
    if (!seats.containsKey(key(channel))) {
      // One leaves before another comes: each holds a whole ring of memory.
      sweep(MAX_LINGERING - 1);
    }
    Seat seat = seat(channel);
    hideAll(seat);
    seat.shown = true;
    sweep();
    return seat.channel.id();
  }

  /** Receives nothing for the screen. */
  void hide() {
    hideAll(null);
    sweep();
  }

  private void hideAll(Seat but) {
    for (Seat seat : seats.values()) {
      if (seat.shown && seat != but) {
        seat.shown = false;
        seat.leftAt = nanos.getAsLong();
      }
    }
  }

  /**
   * Receives this channel to pass it on, or no longer.
   *
   * @throws RefusedCommandException when it cannot be received
   */
  void relay(BoxChannel channel, boolean on) throws RefusedCommandException {
    Seat there = seats.get(key(channel));
    if (on) {
      seat(channel).relayed = true;
    } else if (there != null && there.relayed) {
      there.relayed = false;
      there.leftAt = nanos.getAsLong() - LINGER_NANOS; // nobody zaps back to it
    }
    sweep();
  }

  /** What is passed on, shown or not. */
  List<BoxChannel> relayed() {
    return seats.values().stream().filter(s -> s.relayed).map(s -> s.channel).toList();
  }

  /** Whether anything is received that was not just left. */
  boolean isInUse() {
    return seats.values().stream().anyMatch(seat -> !seat.lingers());
  }

  private Seat seat(BoxChannel channel) throws RefusedCommandException {
    Seat there = seats.get(key(channel));
    if (there != null) {
      return there;
    }
    if (isFull()) {
      throw full();
    }
    try {
      Seat seat = new Seat(channel, join.join(channel));
      seats.put(key(channel), seat);
      return seat;
    } catch (IllegalArgumentException e) {
      throw new RefusedCommandException("channel " + channel.id() + ": " + e.getMessage());
    } catch (CompletionException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        throw new RefusedCommandException(
            "channel "
                + channel.id()
                + ": there is no memory for its ring; lower ring.bytes or relay fewer channels");
      }
      throw e;
    }
  }

  /** Whether so many channels are received that there can be no more. From any thread. */
  boolean isFull() {
    return wanted >= MAX_CHANNELS;
  }

  static RefusedCommandException full() {
    return new RefusedCommandException(
        "at most " + MAX_CHANNELS + " channels at a time: end relaying one of them first");
  }

  /** One swarm is joined once, whatever the list calls it. */
  private static String key(BoxChannel channel) {
    Optional<ChunkUri> uri = ChannelList.ppsp(channel.uri());
    return uri.map(ppsp -> ppsp.metadata().id().toString()).orElse(channel.uri());
  }

  /** Leaves what has lingered long enough, and what is too many of it. */
  void sweep() {
    sweep(MAX_LINGERING);
  }

  private void sweep(int most) {
    List<Seat> lingering = new ArrayList<>(seats.values().stream().filter(Seat::lingers).toList());
    lingering.sort((a, b) -> Long.signum(b.leftAt - a.leftAt)); // the latest first
    long now = nanos.getAsLong();
    List<Seat> over = new ArrayList<>();
    for (int i = 0; i < lingering.size(); i++) {
      if (i >= most || now - lingering.get(i).leftAt >= LINGER_NANOS) {
        over.add(lingering.get(i));
      }
    }
    seats.values().removeAll(over);
    Map<String, Served> left = new LinkedHashMap<>();
    seats.values().forEach(seat -> left.put(seat.channel.id(), seat.served));
    wanted = seats.size() - (lingering.size() - over.size());
    served = Collections.unmodifiableMap(left);
    over.forEach(seat -> close(seat.served));
  }

  private static void close(Served gone) {
    try {
      gone.close();
    } catch (RuntimeException e) {
      Logger.warn("while leaving {}: {}", gone.name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    served = Map.of();
    for (Iterator<Seat> each = seats.values().iterator(); each.hasNext(); each.remove()) {
      close(each.next().served);
    }
  }
}

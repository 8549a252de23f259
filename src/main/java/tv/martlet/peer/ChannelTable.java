package tv.martlet.peer;

import java.util.random.RandomGenerator;

/** Channels by their local id: an open-addressed table, so that finding one allocates nothing. */
final class ChannelTable {
  private Channel[] slots = new Channel[64];
  private int count;

  int size() {
    return count;
  }

  Channel get(int id) {
    int mask = slots.length - 1;
    for (int at = spread(id) & mask; slots[at] != null; at = (at + 1) & mask) {
      if (slots[at].localId() == id) {
        return slots[at];
      }
    }
    return null;
  }

  void add(Channel channel) {
    if (++count * 2 > slots.length) {
      Channel[] old = slots;
      slots = new Channel[old.length * 2];
      for (Channel each : old) {
        if (each != null) {
          put(each);
        }
      }
    }
    put(channel);
  }

  private void put(Channel channel) {
    int mask = slots.length - 1;
    int at = spread(channel.localId()) & mask;
    while (slots[at] != null) {
      at = (at + 1) & mask;
    }
    slots[at] = channel;
  }

  void remove(Channel channel) {
    int mask = slots.length - 1;
    int at = spread(channel.localId()) & mask;
    while (slots[at] != channel) {
      if (slots[at] == null) {
        return;
      }
      at = (at + 1) & mask;
    }
    slots[at] = null;
    count--;
    // what follows in the run finds its place anew
    for (at = (at + 1) & mask; slots[at] != null; at = (at + 1) & mask) {
      Channel moved = slots[at];
      slots[at] = null;
      put(moved);
    }
  }

  /** A random id that is not 0 and not in use (RFC 7574 §8.3, RFC 4960 §5.1.3). */
  int freeId(RandomGenerator random) {
    int id;
    do {
      id = random.nextInt();
    } while (id == 0 || get(id) != null);
    return id;
  }

  private static int spread(int id) {
    return id ^ (id >>> 16);
  }
}

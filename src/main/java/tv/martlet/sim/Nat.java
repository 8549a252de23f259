package tv.martlet.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An address-translation box in front of one host (RFC 4787). Times are microseconds and do not go
 * back.
 *
 * <p>Mappings and permits are kept in the order in which they were last used outwards: the first of
 * them is the next to expire, and the one to go where there are too many.
 */
final class Nat {
  /** How a box maps and filters. */
  enum Kind {
    /** RFC 4787 §4.1, §5: endpoint-independent mapping and filtering. */
    FULL_CONE,
    /** RFC 4787 §4.1, §5: endpoint-independent mapping, address-dependent filtering. */
    ADDRESS_RESTRICTED,
    /** RFC 4787 §4.1, §5: address and port-dependent mapping and filtering. */
    SYMMETRIC
  }

  // RFC 4787 §4.3: a mapping must not expire in less than two minutes (REQ-5).
  static final long LIFE_MICROS = 120_000_000;

  /** Most mappings of a box, and most addresses let in through one. */
  static final int MAX_MAPPINGS = 1_024;

  // RFC 4787 §4.2.2: a port of the same class, here always above the well-known ones (REQ-3).
  private static final int FIRST_PORT = 1_024;
  private static final int PORTS = 65_536 - FIRST_PORT;
  private static final float LOAD = 0.75f;

  private final Kind kind;
  private final InetAddress address;
  private final Map<Flow, Mapping> mappings = new LinkedHashMap<>(16, LOAD, true);
  private final Map<Integer, Mapping> byPort = new HashMap<>();
  private int taken;

  /**
   * @param address the box's own, towards the network
   */
  Nat(Kind kind, InetAddress address) {
    this.kind = kind;
    this.address = address;
  }

  /** What a mapping is for; {@code to} is null where it is for every destination. */
  private record Flow(InetSocketAddress inside, InetSocketAddress to) {}

  private static final class Mapping {
    final Flow flow;
    final InetSocketAddress outer;
    final Map<InetAddress, Long> permits = new LinkedHashMap<>(4, LOAD, true);
    long used;

    Mapping(Flow flow, InetSocketAddress outer) {
      this.flow = flow;
      this.outer = outer;
    }
  }

  /** Lets a datagram out and gives the address that it seems to come from. */
  InetSocketAddress out(InetSocketAddress inside, InetSocketAddress to, long nowMicros) {
    expire(nowMicros);
    Flow flow = new Flow(inside, kind == Kind.SYMMETRIC ? to : null);
    Mapping mapping = mappings.get(flow);
    if (mapping == null) {
      mapping = map(flow);
    }
    // RFC 4787 §4.3: what goes out refreshes the mapping (REQ-6).
    mapping.used = nowMicros;
    if (kind == Kind.ADDRESS_RESTRICTED) {
      permit(mapping, to.getAddress(), nowMicros);
    }
    return mapping.outer;
  }

  /** Whom inside a datagram to one of the box's addresses is for; null where it is filtered. */
  InetSocketAddress in(InetSocketAddress from, InetSocketAddress outer, long nowMicros) {
    Mapping mapping = byPort.get(outer.getPort());
    if (mapping == null
        || !mapping.outer.equals(outer)
        || expired(mapping.used, nowMicros)
        || !passes(mapping, from, nowMicros)) {
      return null;
    }
    return mapping.flow.inside();
  }

  /** Mappings kept now, some of which may have expired since the last datagram out. */
  int mappings() {
    return mappings.size();
  }

  // RFC 4787 §5: the three ways to filter.
  private boolean passes(Mapping mapping, InetSocketAddress from, long now) {
    return switch (kind) {
      case FULL_CONE -> true;
      case ADDRESS_RESTRICTED -> {
        Iterator<Map.Entry<InetAddress, Long>> eldest = mapping.permits.entrySet().iterator();
        while (eldest.hasNext() && expired(eldest.next().getValue(), now)) {
          eldest.remove();
        }
        yield mapping.permits.containsKey(from.getAddress());
      }
      case SYMMETRIC -> mapping.flow.to().equals(from);
    };
  }

  private static void permit(Mapping mapping, InetAddress to, long now) {
    mapping.permits.put(to, now);
    if (mapping.permits.size() > MAX_MAPPINGS) {
      dropEldest(mapping.permits);
    }
  }

  private Mapping map(Flow flow) {
    if (mappings.size() == MAX_MAPPINGS) {
      byPort.remove(dropEldest(mappings).outer.getPort());
    }
    Mapping mapping = new Mapping(flow, new InetSocketAddress(address, freePort()));
    mappings.put(flow, mapping);
    byPort.put(mapping.outer.getPort(), mapping);
    return mapping;
  }

  /** There are far more ports than mappings: one is free. */
  private int freePort() {
    int port;
    do {
      port = FIRST_PORT + taken++ % PORTS;
    } while (byPort.containsKey(port));
    return port;
  }

  private void expire(long now) {
    Iterator<Mapping> eldest = mappings.values().iterator();
    while (eldest.hasNext()) {
      Mapping mapping = eldest.next();
      if (!expired(mapping.used, now)) {
        return;
      }
      eldest.remove();
      byPort.remove(mapping.outer.getPort());
    }
  }

  private static boolean expired(long used, long now) {
    return now - used >= LIFE_MICROS;
  }

  private static <V> V dropEldest(Map<?, V> map) {
    Iterator<V> values = map.values().iterator();
    V eldest = values.next();
    values.remove();
    return eldest;
  }
}

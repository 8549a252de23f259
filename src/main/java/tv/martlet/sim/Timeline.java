package tv.martlet.sim;

import java.util.Arrays;

/**
 * The clock of a run and what is to happen when: events in the order of their times, those of one
 * time in the order in which they were set. Microseconds since 1970.
 */
final class Timeline {
  /** Something that happens. */
  interface Event {
    void happen(long now);
  }

  /** A binary heap: earliest first. */
  private long[] times = new long[1024];

  private long[] orders = new long[1024];
  private Event[] events = new Event[1024];
  private int size;
  private long sequence;
  private long now;

  Timeline(long start) {
    now = start;
  }

  long now() {
    return now;
  }

  /** Sets an event; one in the past happens now. */
  void at(long time, Event event) {
    if (size == events.length) {
      times = Arrays.copyOf(times, size * 2);
      orders = Arrays.copyOf(orders, size * 2);
      events = Arrays.copyOf(events, size * 2);
    }
    rise(size++, Math.max(time, now), sequence++, event);
  }

  /** Lets everything happen up to and including a time. */
  void run(long end) {
    while (size > 0 && times[0] <= end) {
      Event event = events[0];
      now = times[0];
      size--;
      long time = times[size];
      long order = orders[size];
      Event last = events[size];
      events[size] = null;
      if (size > 0) {
        sink(time, order, last);
      }
      event.happen(now);
    }
    now = Math.max(now, end);
  }

  private void rise(int from, long time, long order, Event event) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!before(time, order, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, time, order, event);
  }

  private void sink(long time, long order, Event event) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && before(times[child + 1], orders[child + 1], child)) {
        child++;
      }
      if (before(time, order, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, time, order, event);
  }

  private boolean before(long time, long order, int other) {
    return time < times[other] || (time == times[other] && order < orders[other]);
  }

  private void move(int from, int to) {
    put(to, times[from], orders[from], events[from]);
  }

  private void put(int at, long time, long order, Event event) {
    times[at] = time;
    orders[at] = order;
    events[at] = event;
  }
}

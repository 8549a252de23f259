package tv.martlet.peer;

import java.util.Arrays;

/**
 * A binary heap of {@link Timed}, the earliest first. Each item sits in it at most once and knows
 * its slot, so that moving a deadline costs O(log n) and allocates nothing.
 */
final class Deadlines {
  private Timed[] heap = new Timed[64];
  private int size;

  /** Sets or moves an item's deadline; {@link Timed#NEVER} takes it out. */
  void set(Timed item, long deadline) {
    if (deadline == Timed.NEVER) {
      remove(item);
      return;
    }
    long before = item.deadline;
    item.deadline = deadline;
    if (item.slot < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      place(item, size++);
      up(item.slot);
    } else if (deadline < before) {
      up(item.slot);
    } else {
      down(item.slot);
    }
  }

  void remove(Timed item) {
    int at = item.slot;
    item.deadline = Timed.NEVER;
    if (at < 0) {
      return;
    }
    item.slot = -1;
    Timed last = heap[--size];
    heap[size] = null;
    if (last != item) {
      place(last, at);
      up(at);
      down(last.slot);
    }
  }

  /** The earliest deadline, {@link Timed#NEVER} if there is none. */
  long next() {
    return size == 0 ? Timed.NEVER : heap[0].deadline;
  }

  /** Takes out the earliest item if its deadline has passed, else gives null. */
  Timed pollExpired(long now) {
    if (size == 0 || heap[0].deadline > now) {
      return null;
    }
    Timed item = heap[0];
    remove(item);
    return item;
  }

  int size() {
    return size;
  }

  private void place(Timed item, int at) {
    heap[at] = item;
    item.slot = at;
  }

  private void up(int start) {
    int at = start;
    Timed item = heap[at];
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (heap[parent].deadline <= item.deadline) {
        break;
      }
      place(heap[parent], at);
      at = parent;
    }
    place(item, at);
  }

  private void down(int start) {
    int at = start;
    Timed item = heap[at];
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && heap[child + 1].deadline < heap[child].deadline) {
        child++;
      }
      if (heap[child].deadline >= item.deadline) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(item, at);
  }
}

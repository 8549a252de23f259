package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link RangeQueue} against a plain list. */
class RangeQueueTest {
  @Test
  void aRangeQueueKeepsOrderAndBounds() {
    Random random = new Random(2);
    for (int round = 0; round < 200; round++) {
      RangeQueue queue = new RangeQueue(8, 64);
      List<Long> model = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        long first = random.nextInt(100);
        long last = first + random.nextInt(12);
        switch (random.nextInt(4)) {
          case 0 -> {
            if (model.stream().noneMatch(c -> c >= first && c <= last)) {
              long taken = queue.add(first, last);
              for (long c = first; c < first + taken; c++) {
                model.add(c);
              }
            }
          }
          case 1 -> {
            queue.remove(first, last);
            model.removeIf(c -> c >= first && c <= last);
            // splitting may need more ranges than there are: what found no room is forgotten
            model.removeIf(c -> !queue.contains(c));
          }
          case 2 -> {
            if (!queue.isEmpty()) {
              assertTrue(queue.contains(queue.first()));
              long n = 1 + random.nextLong(queue.last() - queue.first() + 1);
              for (long c = queue.first(); n > 0; c++, n--) {
                assertTrue(model.remove(c));
                queue.take(1);
              }
            }
          }
          default -> {
            if (!model.contains(first)) {
              queue.addFirst(first);
              model.removeIf(c -> !queue.contains(c));
              if (queue.contains(first)) {
                model.add(0, first);
              }
            }
          }
        }
        assertEquals(model.size(), queue.chunks());
        assertTrue(queue.chunks() <= 64 + 8 * 200);
        for (long c = 0; c < 120; c++) {
          assertEquals(model.contains(c), queue.contains(c), "chunk " + c);
          assertEquals(queue.contains(c), queue.nextAbsent(c) != c);
        }
        long from = random.nextInt(120);
        assertEquals(
            model.stream().mapToLong(c -> c).filter(c -> c >= from).min().orElse(Long.MAX_VALUE),
            queue.nextPresent(from));
      }
      queue.clear();
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void aRangeQueueRefusesWhatIsTooMuch() {
    RangeQueue queue = new RangeQueue(4, 100);
    assertEquals(100, queue.add(0, Long.MAX_VALUE - 1));
    assertEquals(0, queue.add(500, 501));
    queue.clear();
    for (int i = 0; i < 4; i++) {
      assertEquals(1, queue.add(2L * i, 2L * i));
    }
    assertEquals(0, queue.add(100, 100), "no fifth range");
    assertEquals(2, queue.add(7, 8), "but a longer fourth one");
    assertEquals(0, queue.add(9, 8));
  }
}

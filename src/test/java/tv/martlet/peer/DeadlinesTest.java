package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Deadlines} against a plain map. */
class DeadlinesTest {
  private static final class Item extends Timed {
    @Override
    void expire(long now) {}
  }

  @Test
  void deadlinesComeInOrder() {
    Random random = new Random(1);
    Deadlines deadlines = new Deadlines();
    List<Item> items = new ArrayList<>();
    Map<Item, Long> model = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      items.add(new Item());
    }
    for (int i = 0; i < 20_000; i++) {
      Item item = items.get(random.nextInt(items.size()));
      switch (random.nextInt(6)) {
        case 0 -> {
          deadlines.remove(item);
          model.remove(item);
        }
        case 1 -> {
          deadlines.set(item, Timed.NEVER);
          model.remove(item);
        }
        case 2 -> {
          long now = random.nextInt(1_000);
          Timed due = deadlines.pollExpired(now);
          if (due == null) {
            assertTrue(model.values().stream().allMatch(d -> d > now));
          } else {
            long earliest = model.values().stream().mapToLong(d -> d).min().orElseThrow();
            assertEquals(earliest, model.remove(due));
            assertTrue(earliest <= now);
            assertEquals(Timed.NEVER, due.deadline);
          }
        }
        default -> {
          long at = random.nextInt(1_000);
          deadlines.set(item, at);
          model.put(item, at);
        }
      }
      long next = model.values().stream().mapToLong(d -> d).min().orElse(Timed.NEVER);
      assertEquals(next, deadlines.next());
      assertEquals(model.size(), deadlines.size());
    }
  }
}

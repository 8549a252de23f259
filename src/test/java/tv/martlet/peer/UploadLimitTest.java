package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link UploadLimit} over ten seconds. */
class UploadLimitTest {
  private static final long SECOND = 1_000_000;

  @Test
  void theUploadLimitIsKept() {
    UploadLimit limit = new UploadLimit(100_000);
    long sent = 0;
    Random random = new Random(8);
    for (long now = 0; now < 10 * SECOND; now += random.nextInt(20_000)) {
      while (limit.allowance(now) >= 1_000) {
        limit.spend(1_000);
        sent += 1_000;
      }
      assertTrue(limit.delay(1_000) > 0 && limit.delay(1_000) <= 10_001);
    }
    assertTrue(sent > 990_000 && sent < 1_020_000, "sent " + sent);
    UploadLimit none = new UploadLimit(0);
    none.spend(1 << 30);
    assertTrue(none.allowance(0) > 1L << 40);
    assertEquals(0, none.delay(1 << 20));
  }
}

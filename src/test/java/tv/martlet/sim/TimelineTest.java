package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private record Set(long time, int order) {}

  @Test
  void everythingHappensInTheOrderOfTimeAndThenOfSetting() {
    Timeline timeline = new Timeline(0);
    Random random = new Random(1);
    List<Set> expected = new ArrayList<>();
    List<Set> happened = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Set each = new Set(random.nextInt(300), i);
      expected.add(each);
      timeline.at(
          each.time(),
          now -> {
            assertEquals(each.time(), now);
            happened.add(each);
          });
    }
    timeline.run(149);
    assertEquals(149, timeline.now());
    assertEquals(expected.stream().filter(each -> each.time() <= 149).count(), happened.size());
    timeline.run(1_000);
    // A stable sort keeps the order of setting.
    expected.sort(Comparator.comparingLong(Set::time));
    assertEquals(expected, happened);
    assertEquals(1_000, timeline.now());
  }

  @Test
  void whatIsSetForThePastHappensNowAfterWhatWasSetBefore() {
    Timeline timeline = new Timeline(10);
    List<String> happened = new ArrayList<>();
    timeline.at(
        20,
        now -> {
          timeline.at(5, at -> happened.add("past " + at));
          happened.add("first " + now);
        });
    timeline.at(20, now -> happened.add("second " + now));
    timeline.run(20);
    assertEquals(List.of("first 20", "second 20", "past 20"), happened);
  }
}

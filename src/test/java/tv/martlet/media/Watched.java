package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tv.martlet.media.SourceState.Phase;

/** A source under test with what came of it; states and bytes are awaited, not slept for. */
final class Watched implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  final LinkedBlockingQueue<SourceState> states = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<Integer> arrivals = new LinkedBlockingQueue<>();
  final Clips.Gather bytes = new Clips.Gather();
  final MediaSource source;

  Watched(MediaInput input) {
    source =
        new MediaSource(
            input,
            b -> {
              int n = b.remaining();
              bytes.accept(b);
              arrivals.add(n);
            },
            states::add,
            new Backoff(50, 200),
            1_000);
    source.start();
  }

  SourceState await(Phase phase) throws InterruptedException {
    SourceState state = poll(states, s -> s.phase() == phase);
    assertTrue(state != null, "never " + phase + ", but " + source.state());
    return state;
  }

  void awaitBytes(int more) throws InterruptedException {
    int got = 0;
    while (got < more) {
      Integer n = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertTrue(n != null, got + " bytes came, then none; " + source.state());
      got += n;
    }
  }

  private static <T> T poll(LinkedBlockingQueue<T> queue, Predicate<T> wanted)
      throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (next != null && !wanted.test(next)) {
      next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return next;
  }

  @Override
  public void close() {
    source.close();
    assertTrue(
        List.of(Phase.CLOSED, Phase.ENDED, Phase.FAILED).contains(source.state().phase()),
        source.state().toString());
  }
}

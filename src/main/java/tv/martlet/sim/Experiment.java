package tv.martlet.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A contrast test: one scenario under several policies, each with the same seeds 1 to n. A run has
 * one thread; several runs go on at a time.
 *
 * @param arms the policies
 * @param seeds how many
 * @param threads runs at a time
 * @param nanos a clock that tells how long runs take
 */
public record Experiment(
    Scenario scenario, List<Arm> arms, int seeds, int threads, LongSupplier nanos) {
  public Experiment {
    arms = List.copyOf(arms);
  }

  /**
   * Runs all and returns the results, those of a policy together, in the order of the policies and
   * seeds.
   *
   * @param progress hears of each result as it comes, from any thread
   * @throws InterruptedException if the thread is interrupted; what has begun is stopped
   */
  public List<RunResult> run(Consumer<RunResult> progress) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<RunResult>> coming = new ArrayList<>();
      for (Arm arm : arms) {
        for (long seed = 1; seed <= seeds; seed++) {
          long each = seed;
          coming.add(pool.submit(() -> once(arm, each, progress)));
        }
      }
      List<RunResult> results = new ArrayList<>();
      for (Future<RunResult> future : coming) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private RunResult once(Arm arm, long seed, Consumer<RunResult> progress) {
    long begun = nanos.getAsLong();
    Tally tally = new Run(scenario, arm, seed).run();
    RunResult result = tally.result(arm.name(), seed, (nanos.getAsLong() - begun) / 1e9);
    progress.accept(result);
    return result;
  }
}

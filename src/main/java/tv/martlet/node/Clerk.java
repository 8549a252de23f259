package tv.martlet.node;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/**
 * The box's own thread. What comes after its end is dropped; a task that fails is told in the log
 * and the next goes on.
 */
final class Clerk extends ScheduledThreadPoolExecutor implements AutoCloseable {
  private static final long END_SECONDS = 5;

  Clerk() {
    super(1, Clerk::thread, new DiscardPolicy());
    setRemoveOnCancelPolicy(true);
    setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread thread(Runnable body) {
    Thread thread = new Thread(body, "martlet-box");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    super.execute(() -> guarded(task));
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      Logger.error(e, "a task of the box failed");
    }
  }

  /** Runs and waits; a failure is the caller's. */
  void call(Runnable task) {
    try {
      submit(task).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Runs from now on, until the end. */
  void everySecond(Runnable task) {
    var unused = scheduleWithFixedDelay(() -> guarded(task), 0, 1, TimeUnit.SECONDS);
  }

  /** Ends after what is being done now. */
  @Override
  public void close() {
    shutdown();
    try {
      if (!awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        Logger.warn("the box's thread did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

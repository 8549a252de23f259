package tv.martlet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Model.CommandSpec;
import tv.martlet.node.Recorded;

/** What {@code broadcast} and {@code play} say of a recording. */
final class Recordings {
  private static final int PATIENCE_SECONDS = 4;

  private Recordings() {}

  /** Waits until the disk has it. */
  static Optional<Recorded> await(CompletableFuture<Optional<Recorded>> under)
      throws InterruptedException {
    try {
      return under.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw VerbException.failed(e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw VerbException.failed("the disk was too slow: the recording is not complete");
    }
  }

  /** Its address on standard output, if it is whole; what became of it. */
  static void print(CommandSpec spec, boolean json, Recorded recorded) {
    var line = spec.commandLine();
    if (json) {
      Map<String, Object> said = new LinkedHashMap<>();
      said.put("recording", recorded.file().toString());
      recorded.uri().ifPresent(uri -> said.put("uri", uri));
      said.put("said", recorded.sentence());
      line.getOut().println(Json.line(said));
    } else {
      recorded.uri().ifPresent(line.getOut()::println);
      line.getErr().println("martlet: " + recorded.sentence());
    }
    line.getOut().flush();
    line.getErr().flush();
  }
}

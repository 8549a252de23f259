package tv.martlet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import tv.martlet.node.BenchRole;

/** One part of a measurement in a process of its own; told by its parent what to do. */
@Command(name = BenchChildVerb.NAME, hidden = true, description = "A part of a measurement.")
final class BenchChildVerb implements Callable<Integer> {
  static final String NAME = "child";

  @Parameters(arity = "1..*", paramLabel = "ROLE", description = "The part and its arguments.")
  private List<String> role = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
    try {
      BenchRole.run(role, System.in, out);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage(e.getMessage());
    }
    return ExitCode.OK;
  }
}

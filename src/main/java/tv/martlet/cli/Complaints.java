package tv.martlet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line; a stack trace is printed only for what no user can cause. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    StringBuilder sentence = new StringBuilder(decapitalised(oneLine(e.getMessage())));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      sentence.append(near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?");
    }
    String name = line.getCommandSpec().qualifiedName();
    line.getErr()
        .println("martlet: " + sentence + " (\"" + name + " --help\" lists what there is)");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
    PrintWriter err = line.getErr();
    if (e instanceof VerbException end) {
      end.getMessage().lines().forEach(sentence -> err.println("martlet: " + sentence));
      return end.exitCode();
    }
    if (e instanceof IOException io) {
      err.println("martlet: " + sentence(io));
      return ExitCode.SOFTWARE;
    }
    err.println("martlet: this is a fault of Martlet itself; please report what follows");
    e.printStackTrace(err);
    return ExitCode.SOFTWARE;
  }

  /** The exceptions of the file system carry the bare name of the file. */
  private static String sentence(IOException e) {
    String message = oneLine(String.valueOf(e.getMessage()));
    if (e instanceof NoSuchFileException) {
      return message + ": there is no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return message + ": this user may not; check the permissions of the file and its folder";
    }
    return message;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static String decapitalised(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}

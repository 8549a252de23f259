package tv.martlet.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tv.martlet.config.Problem;
import tv.martlet.config.Settings;

/**
 * {@code martlet config check}: names every mistake in the settings; exit code 2 if there is one.
 */
@Command(
    name = "check",
    description = "Names every mistake: file, line, key and what was expected.")
final class ConfigCheckVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Override
  public Integer call() {
    List<Problem> problems = Settings.lenient(options.sources()).problems();
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(Json.pretty(Map.of("problems", problems.stream().map(this::table).toList())));
    } else if (problems.isEmpty()) {
      out.println("The settings are good.");
    } else {
      problems.forEach(out::println);
    }
    return problems.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
  }

  private Map<String, String> table(Problem problem) {
    Map<String, String> table = new LinkedHashMap<>();
    table.put("origin", problem.origin().toString());
    table.put("key", problem.key());
    table.put("message", problem.message());
    return table;
  }
}

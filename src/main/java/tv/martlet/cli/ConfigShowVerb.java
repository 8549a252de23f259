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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tv.martlet.config.Setting;
import tv.martlet.config.Settings;

/** {@code martlet config show}: every setting as it stands. */
@Command(
    name = "show",
    description = "Shows every setting as it stands; where one is wrong, what is used instead.")
final class ConfigShowVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Option(names = "--origin", description = "Say where each value came from.")
  private boolean origin;

  @Parameters(
      arity = "0..1",
      paramLabel = "SECTION|KEY",
      description = "Show only this section or key.")
  private String only;

  @Override
  public Integer call() {
    Settings settings = options.lenient();
    List<Setting> shown = settings.all().stream().filter(this::wanted).toList();
    if (shown.isEmpty()) {
      throw VerbException.usage(
          "there is no section or key " + only + ": leave it away to see all there are");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(Json.pretty(table(shown)));
    } else {
      shown.forEach(setting -> out.println(line(setting)));
    }
    return settings.problems().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
  }

  private boolean wanted(Setting setting) {
    return only == null || setting.key().equals(only) || setting.key().startsWith(only + ".");
  }

  private String line(Setting setting) {
    String line = setting.key() + " = " + setting.text();
    return origin ? line + "  # " + setting.origin() : line;
  }

  private Map<String, Object> table(List<Setting> settings) {
    Map<String, Object> table = new LinkedHashMap<>();
    for (Setting setting : settings) {
      Map<String, Object> both = new LinkedHashMap<>();
      both.put("value", setting.value());
      both.put("origin", setting.origin().toString());
      table.put(setting.key(), origin ? both : setting.value());
    }
    return table;
  }
}

package tv.martlet.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command with all its verbs, in the language of man(7). */
final class ManPage {
  private static final String FILES =
      """
      .SH FILES
      .TP
      .I /etc/martlet/martlet.toml
      Settings; further files are in
      .IR /etc/martlet/martlet.d .
      .TP
      .I /etc/martlet/broadcast/NAME.toml
      Settings of the service martlet\\-broadcast@NAME.
      .TP
      .I /etc/credstore/martlet.*
      Passwords and keys, handed to the services by systemd as
      .IR /run/credentials/UNIT/NAME .
      .TP
      .I /etc/default/martlet
      Environment variables of the service martlet.
      .TP
      .I /var/lib/martlet
      What a node keeps.
      .SH ENVIRONMENT
      .TP
      .B MARTLET_SECTION_KEY
      Sets section.key, over what the files say.
      .TP
      .BR MARTLET_JAVA ", " MARTLET_JAVA_OPTS
      The Java program, and further words for it.
      .SH EXIT STATUS
      0 done, 1 failed, 2 wrong usage or configuration.
      .SH SEE ALSO
      .BR mpv (1),
      .BR systemd.exec (5)
      """;

  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The page of this command. */
  static String of(CommandSpec command) {
    ManPage made = new ManPage();
    made.page
        .append(".TH MARTLET 1 \"\" \"Martlet ")
        .append(escape(Version.number()))
        .append(
            "\" \"Martlet\"\n.SH NAME\nmartlet \\- live television from neighbour to neighbour\n")
        .append(".SH SYNOPSIS\n.B martlet\nVERB \\&...\n.SH DESCRIPTION\n");
    made.paragraphs(command.usageMessage().description());
    made.page.append(".SH VERBS\n");
    command.subcommands().values().stream().distinct().forEach(made::verb);
    return made.page.append(FILES).toString();
  }

  private void verb(CommandLine verb) {
    CommandSpec spec = verb.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    String synopsis = new Help(spec, Help.defaultColorScheme(Ansi.OFF)).abbreviatedSynopsis();
    page.append(".SS ").append(escape(synopsis.strip())).append('\n');
    paragraphs(spec.usageMessage().description());
    spec.positionalParameters().forEach(this::parameter);
    spec.options().stream().filter(option -> !option.hidden()).forEach(this::option);
    verb.getSubcommands().values().stream().distinct().forEach(this::verb);
  }

  private void option(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) {
      return; // every verb has them
    }
    String value = option.arity().max() > 0 ? "\\fR=\\fI" + escape(option.paramLabel()) : "";
    item("\\fB" + escape(String.join(", ", option.names())) + value + "\\fR", option);
  }

  private void parameter(PositionalParamSpec parameter) {
    if (!parameter.hidden()) {
      item("\\fI" + escape(parameter.paramLabel()) + "\\fR", parameter);
    }
  }

  private void item(String tag, ArgSpec spec) {
    page.append(".TP\n").append(tag).append('\n');
    lines(String.join(" ", spec.description()));
  }

  private void paragraphs(String[] description) {
    for (String paragraph : description) {
      page.append(".PP\n");
      lines(paragraph);
    }
  }

  /** Picocli's texts are formats, in which %n ends a line and %% is a percent sign. */
  private void lines(String text) {
    List<String> lines = text.replace("%n", "\n").replace("%%", "%").lines().toList();
    lines.forEach(line -> page.append(escape(line.strip())).append('\n'));
  }

  /** A backslash begins a command, and so does a dot or an apostrophe at the head of a line. */
  private static String escape(String text) {
    String clean = text.replace("\\", "\\e").replace("-", "\\-");
    return clean.startsWith(".") || clean.startsWith("'") ? "\\&" + clean : clean;
  }
}

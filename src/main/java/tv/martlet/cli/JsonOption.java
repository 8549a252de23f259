package tv.martlet.cli;

import picocli.CommandLine.Option;

/** Mix this into every verb that prints something a person can read. */
final class JsonOption {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  boolean json() {
    return json;
  }
}

package tv.martlet.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import tv.martlet.config.Settings;
import tv.martlet.node.Fleet;

/** Mix this into every verb that goes through the broker; what is not given, the settings say. */
final class BrokerOptions {
  @Option(
      names = "--broker",
      paramLabel = "ADDRESS",
      description = "The broker, such as mqtts://broker.example.")
  private String broker;

  @Option(names = "--user", paramLabel = "NAME", description = "Name for the broker.")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "FILE whose first line is the password.")
  private Path password;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM file of the authorities that the broker's certificate comes from.")
  private Path ca;

  @Option(names = "--cert", paramLabel = "FILE", description = "PEM file of a certificate to show.")
  private Path cert;

  @Option(names = "--key", paramLabel = "FILE", description = "PEM file of the key of --cert.")
  private Path key;

  @Option(names = "--prefix", paramLabel = "TOPIC", description = "What all topics begin with.")
  private String prefix;

  /** Connects to the broker of these options and, for what they leave out, of the settings. */
  Fleet open(SettingsOptions options, Fleet.Watcher watcher) throws InterruptedException {
    prefer(options, "broker", broker);
    prefer(options, "user", user);
    prefer(options, "password_file", password);
    prefer(options, "ca", ca);
    prefer(options, "cert", cert);
    prefer(options, "key", key);
    prefer(options, "prefix", prefix);
    Settings settings = options.load();
    try {
      return Fleet.open(settings, watcher);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage(e.getMessage());
    } catch (IOException e) {
      throw VerbException.failed(e.getMessage());
    }
  }

  private static void prefer(SettingsOptions options, String setting, Object given) {
    if (given != null) {
      options.prefer("mqtt." + setting + "=" + given);
    }
  }
}

package tv.martlet.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "Martlet " + number(),
      "Java " + Runtime.version().feature() + " (" + System.getProperty("java.vm.name") + ")"
    };
  }

  static String number() {
    String number = Version.class.getPackage().getImplementationVersion();
    return number == null ? "(not packaged)" : number;
  }
}

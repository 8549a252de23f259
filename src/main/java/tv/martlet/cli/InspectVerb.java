package tv.martlet.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;

/** {@code martlet inspect}: says in words what an address, a key or a capture holds. */
@Command(
    name = "inspect",
    description = "Says in words what an address, a key file, a capture or a datagram holds.")
final class InspectVerb implements Callable<Integer> {
  private static final int MAX_DATAGRAM = 65_535;
  private static final int LOOK = 256;

  @Spec private CommandSpec spec;
  @Mixin private JsonOption format;

  @Option(
      names = "--swarm",
      paramLabel = "URI",
      description = "The swarm of a datagram whose handshake is not at hand.")
  private String swarm;

  @Parameters(
      paramLabel = "WHAT",
      description =
          "A ppsp:// address, a key file, a pcap file (- for standard input), or the hexadecimal"
              + " digits of a datagram.")
  private String what;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (what.startsWith("ppsp:")) {
      print(SwarmDescription.of(uri(what)));
    } else if (what.equals("-")) {
      new CapturePrinter(out, format.json()).capture(new BufferedInputStream(System.in));
    } else if (isFile(what)) {
      file(Path.of(what), out);
    } else {
      SwarmMetadata known = swarm == null ? null : uri(swarm).metadata();
      new CapturePrinter(out, format.json()).datagram(known, digits(what));
    }
    return ExitCode.OK;
  }

  private void file(Path file, PrintWriter out) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(LOOK);
      String start = new String(in.readNBytes(LOOK), StandardCharsets.ISO_8859_1);
      if (start.contains("-----BEGIN")) {
        print(SwarmDescription.of(SigningKey.load(file)));
        return;
      }
      in.reset();
      new CapturePrinter(out, format.json()).capture(in);
    }
  }

  private void print(Map<String, Object> description) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(Json.pretty(description));
    } else {
      description.forEach((name, value) -> out.printf("%-11s %s%n", name, value));
    }
  }

  private static boolean isFile(String what) {
    try {
      return Files.isReadable(Path.of(what)) && !Files.isDirectory(Path.of(what));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static ChunkUri uri(String text) {
    try {
      return ChunkUri.parse(text);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage(e.getMessage());
    }
  }

  private static byte[] digits(String text) {
    String digits = text.replaceAll("[\\s:]", "");
    if (!digits.matches("(?:[0-9A-Fa-f]{2})+") || digits.length() > 2 * MAX_DATAGRAM) {
      throw VerbException.usage(
          "\""
              + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
              + "\" is neither a ppsp:// address nor a readable file nor the hexadecimal digits of"
              + " a datagram");
    }
    return HexFormat.of().parseHex(digits);
  }
}

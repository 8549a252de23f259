package tv.martlet.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Authorities and certificates as an operator makes them, by openssl, in one folder. */
record Certificates(Path dir) {
  private void openssl(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(command + ": " + said);
    }
  }

  private void key(String name) throws IOException, InterruptedException {
    String curve = "ec_paramgen_curve:P-256";
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", curve, "-out", name + ".key");
  }

  void authority(String name) throws IOException, InterruptedException {
    key(name);
    String out = name + ".pem";
    String who = "/CN=" + name;
    openssl("req", "-x509", "-new", "-key", name + ".key", "-subj", who, "-days", "2", "-out", out);
  }

  void certificate(String name, String issuer, String extension)
      throws IOException, InterruptedException {
    key(name);
    openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr");
    Files.writeString(file(name + ".ext"), extension + "\n");
    List<String> words =
        new ArrayList<>(List.of("x509", "-req", "-in", name + ".csr", "-CA", issuer + ".pem"));
    words.addAll(List.of("-CAkey", issuer + ".key", "-CAcreateserial", "-days", "2"));
    words.addAll(List.of("-extfile", name + ".ext", "-out", name + ".pem"));
    openssl(words.toArray(String[]::new));
  }

  Path file(String name) {
    return dir.resolve(name);
  }
}

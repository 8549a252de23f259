package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What this process has cost so far.
 *
 * @param cpuSeconds of all threads, the compiler's and the collector's among them
 * @param peakRssMiB the most memory resident at a time, mapped files included; 0 where the system
 *     does not tell
 * @param ownRssMiB memory resident now that is no file's
 */
record ProcessCost(double cpuSeconds, double peakRssMiB, double ownRssMiB) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** That of this process, now. */
  static ProcessCost now() {
    double cpu =
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    return new ProcessCost(cpu, mebibytes("VmHWM:"), mebibytes("RssAnon:"));
  }

  private static double mebibytes(String key) {
    try {
      for (String line :
          Files.isReadable(STATUS) ? Files.readAllLines(STATUS) : List.<String>of()) {
        if (line.startsWith(key)) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      return 0; // a system without /proc
    }
    return 0;
  }

  /** What was spent since an earlier look; the memory is that of now. */
  ProcessCost since(ProcessCost before) {
    return new ProcessCost(cpuSeconds - before.cpuSeconds, peakRssMiB, ownRssMiB);
  }

  /** As words for a pipe; {@link #read} takes them. */
  String words() {
    return cpuSeconds + " " + peakRssMiB + " " + ownRssMiB;
  }

  /** From three of the words of a line. */
  static ProcessCost read(String[] words, int at) {
    return new ProcessCost(
        Double.parseDouble(words[at]),
        Double.parseDouble(words[at + 1]),
        Double.parseDouble(words[at + 2]));
  }
}

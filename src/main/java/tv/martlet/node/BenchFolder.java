package tv.martlet.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that goes when the bench is over, even if it is interrupted. */
final class BenchFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook = new Thread(this::remove, "bench-folder");

  private BenchFolder(Path path) {
    this.path = path;
  }

  static BenchFolder make() throws IOException {
    BenchFolder folder = new BenchFolder(Files.createTempDirectory("martlet-bench"));
    Runtime.getRuntime().addShutdownHook(folder.hook);
    return folder;
  }

  Path path() {
    return path;
  }

  private void remove() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("martlet: remove " + path + " by hand: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    remove();
  }
}

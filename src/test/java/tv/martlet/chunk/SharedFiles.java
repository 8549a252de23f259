package tv.martlet.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files of random bytes, their seeds, and empty places for them. */
final class SharedFiles {
  static final long LIMIT = 1L << 30;
  static final SwarmMetadata SHA256 = SwarmMetadata.template(HashFunction.SHA256);

  final Random random = new Random(16);
  private final Path folder;

  SharedFiles(Path folder) {
    this.folder = folder;
  }

  Content seed(int bytes, SwarmMetadata template) throws IOException {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    Path file = folder.resolve("seed" + bytes + "." + template.hash());
    Files.write(file, content);
    return Content.seedFile(file, template, done -> {});
  }

  Content fetch(Content seed) throws IOException {
    SwarmMetadata unsized = seed.metadata().withLength(-1);
    return Content.fetchFile(folder.resolve("fetch" + random.nextInt(1 << 30)), unsized, LIMIT);
  }
}

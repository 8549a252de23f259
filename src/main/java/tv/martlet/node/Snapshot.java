package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.tinylog.Logger;
import tv.martlet.player.Player;

/** The picture of a player as bytes, by way of a file that is gone afterwards. */
final class Snapshot {
  static final int MAX_BYTES = 16 << 20;

  private Snapshot() {}

  /** JPEG; fails with a {@link RefusedCommandException} when nothing is shown. */
  static CompletableFuture<byte[]> take(Player player) {
    Path file;
    try {
      file = Files.createTempFile("martlet-", ".jpg");
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new RefusedCommandException("no room for a picture: " + e.getMessage()));
    }
    return player
        .screenshot(file)
        .thenApply(Snapshot::read)
        .whenComplete((bytes, failure) -> delete(file))
        .exceptionallyCompose(Snapshot::refused);
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("the picture is over 16 MiB");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      Logger.warn("{} cannot be deleted: {}", file, e.getMessage());
    }
  }

  private static CompletableFuture<byte[]> refused(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return CompletableFuture.failedFuture(
        new RefusedCommandException("no picture: " + cause.getMessage()));
  }
}

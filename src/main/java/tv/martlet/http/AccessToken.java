package tv.martlet.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.tinylog.Logger;

/** The word that commands over the web must bear (RFC 6750 §2.1); never logged. */
public final class AccessToken {
  private static final int BYTES = 16;

  /** RFC 6750 §2.1: what a bearer token may be made of. Shorter ones could be guessed. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{16,128}=*");

  private static final int MAX_FILE = 1024;

  private final byte[] word;

  private AccessToken(String word) {
    this.word = word.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A token by its word.
   *
   * @throws IllegalArgumentException with a sentence if it is too short or of odd characters
   */
  public static AccessToken of(String word) {
    if (!FORM.matcher(word).matches()) {
      throw new IllegalArgumentException(
          "a token is one line of 16 to 128 letters, digits and . _ ~ + / -");
    }
    return new AccessToken(word);
  }

  /**
   * Reads the token of a file, or makes one of 128 random bits for its owner alone.
   *
   * @throws IOException with a sentence that says what to change
   */
  public static AccessToken keep(Path file, RandomGenerator random) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      return make(file, random);
    }
  }

  private static AccessToken read(Path file) throws IOException {
    try {
      long size = Files.size(file);
      if (Files.isDirectory(file)) {
        throw new IOException("a folder");
      }
      if (size > MAX_FILE) {
        throw new IllegalArgumentException("it is too long");
      }
      return of(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "http.token_file " + file + " cannot be read: check that it is a file of this user", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "http.token_file " + file + " holds no token: " + e.getMessage() + ", or remove it", e);
    }
  }

  private static AccessToken make(Path file, RandomGenerator random) throws IOException {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    String word = HexFormat.of().formatHex(bits);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      var owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(file, owner);
      Files.writeString(file, word + "\n", StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      return read(file); // another process of this machine was quicker
    } catch (IOException e) {
      throw new IOException(
          "http.token_file " + file + " cannot be written: set it to a path that this user may use",
          e);
    }
    Logger.info("Token for commands over the web made: {}", file);
    return of(word);
  }

  /** Whether the word is this token, in a time that tells nothing of where they differ. */
  boolean is(String other) {
    return MessageDigest.isEqual(word, other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "AccessToken"; // not the word
  }
}

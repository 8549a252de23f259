package tv.martlet.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The private key of a live swarm, with which its injector signs. */
public final class SigningKey {
  private SigningKey() {}

  /** Makes a new key. */
  public static SigningKey generate(SignatureAlgorithm algorithm, SecureRandom random) {
    return null;
  }

  /**
   * Reads a key from a PEM file.
   *
   * @throws IOException with a sentence that says what to change
   */
  public static SigningKey load(Path file) throws IOException {
    return null;
  }

  /**
   * Writes the key to a new PEM file that only its owner may read.
   *
   * @throws IOException with a sentence, also if there is such a file already
   */
  public void save(Path file) throws IOException {
    // follows
  }

  /** Returns the public key, which is the swarm's ID. */
  public SwarmKey publicKey() {
    return null;
  }

  /** Returns the signature over a message, in the form of the wire. */
  public byte[] sign(byte[] message) {
    return null;
  }
}

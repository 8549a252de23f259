package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SigningKeyTest {
  private static final byte[] MESSAGE = "a munro".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(SignatureAlgorithm.class)
  void signsAndIsTheSameAfterSavingAndLoading(SignatureAlgorithm algorithm) throws IOException {
    SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
    assertEquals(algorithm, key.publicKey().algorithm());
    assertEquals(algorithm.code(), key.publicKey().id().byteAt(0));
    Path file = folder.resolve("key.pem");
    key.save(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    SigningKey loaded = SigningKey.load(file);
    assertEquals(key.publicKey().id(), loaded.publicKey().id());
    SwarmKey known = SwarmKey.parse(SwarmId.ofHex(key.publicKey().id().toString()));
    for (int i = 0; i < 20; i++) {
      byte[] signature = loaded.sign(MESSAGE);
      assertEquals(known.signatureLength(), signature.length);
      assertTrue(known.verify(MESSAGE, signature));
      signature[i] ^= 0x10;
      assertFalse(known.verify(MESSAGE, signature));
    }
    assertEquals(known.signatureLength(), SwarmMetadata.live(known.id()).signatureLength());
  }

  @Test
  void overwritesNothing() throws IOException {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom());
    Path file = Files.writeString(folder.resolve("precious"), "precious");
    IOException e = assertThrows(IOException.class, () -> key.save(file));
    assertTrue(e.getMessage().contains("not overwritten"));
    assertEquals("precious", Files.readString(file));
  }

  /** Keys that another program made, with the public halves it told. */
  @ParameterizedTest
  @CsvSource({
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJPPdsh11Nt9XGpN5"
        + "+e9jQydYxxftE56cxncOqJi/SYWhRANCAAQ19K6EUoaYbRHNSIXPc+1iClvexq4U"
        + "1m+Mq4hXbDN4UElSRwGtGqwh0S4bbVlQVuxdRJ17aw2K4HXXK45YV752,"
        + "0d35f4ae845286986d11cd4885cf73ed620a5bdec6ae14d66f8cab88576c33785049524701ad1aac21d12e1b6d595056"
        + "ec5d449d7b6b0d8ae075d72b8e5857be76",
    "MC4CAQAwBQYDK2VwBCIEINKViHEARKLgKl6EaTr8nCkMXcgK/KLXPcpAlCnNJkC8,"
        + "0fc91b88211b74aa0b51a0b9751741d4d05a1436f4b67f5b270de492da65ff9c4e"
  })
  void loadsKeysOfOtherPrograms(String base64, String id) throws IOException {
    Path file = folder.resolve("other.pem");
    Files.writeString(
        file, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    SigningKey key = SigningKey.load(file);
    assertEquals(id, key.publicKey().id().toString());
    assertTrue(key.publicKey().verify(MESSAGE, key.sign(MESSAGE)));
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    assertSays("make a key first", folder.resolve("missing"));
    assertSays("holds no private key", Files.writeString(folder.resolve("a"), "nothing"));
    assertSays(
        "RSA, P-256, P-384 or Ed25519",
        Files.writeString(
            folder.resolve("b"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
    assertSays("too large", Files.write(folder.resolve("c"), new byte[70_000]));
  }

  private static void assertSays(String what, Path file) {
    IOException e = assertThrows(IOException.class, () -> SigningKey.load(file));
    assertTrue(e.getMessage().contains(what), e.getMessage());
  }
}

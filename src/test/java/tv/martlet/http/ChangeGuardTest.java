package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeGuardTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND); // it may wrap
  private final ChangeGuard guard =
      new ChangeGuard(Optional.of(AccessToken.of(TestPanel.TOKEN)), now::get);

  private int status(String from, String token) {
    HttpHeaders headers = new DefaultHttpHeaders().add("Authorization", "Bearer " + token);
    try {
      Request.Sent sent = new Request.Sent(headers, new byte[0], InetAddress.getByName(from));
      guard.check(
          new Request(HttpMethod.POST, "/api/v1/mute", new Authority("localhost", 80), sent));
      return 200;
    } catch (RefusedException e) {
      return e.reply("/").status().code();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAddressWaitsAMinuteAfterTooManyWrongTokens() {
    for (int i = 0; i < ChangeGuard.MAX_WRONG; i++) {
      assertEquals(401, status("192.0.2.1", "wrong"));
    }
    assertEquals(429, status("192.0.2.1", TestPanel.TOKEN));
    assertEquals(200, status("192.0.2.2", TestPanel.TOKEN), "others do not wait");
    now.addAndGet(59 * SECOND);
    assertEquals(429, status("192.0.2.1", TestPanel.TOKEN));
    now.addAndGet(SECOND);
    assertEquals(200, status("192.0.2.1", TestPanel.TOKEN));
    assertEquals(401, status("192.0.2.1", "wrong"), "and counts anew");
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    for (int i = 0; i < ChangeGuard.MAX_WRONG; i++) {
      assertEquals(401, status("2001:db8::" + i, "wrong"));
    }
    assertEquals(429, status("2001:db8::ff", TestPanel.TOKEN));
  }

  @Test
  void theMemoryOfAddressesIsBounded() {
    for (int i = 0; i < ChangeGuard.MAX_WRONG; i++) {
      assertEquals(401, status("192.0.2.1", "wrong"));
    }
    for (int i = 0; i < ChangeGuard.MAX_ADDRESSES; i++) {
      assertEquals(401, status("10.0." + i / 256 + "." + i % 256, "wrong"));
    }
    assertEquals(401, status("192.0.2.1", "wrong"), "forgotten for those that came after");
  }

  @Test
  void aTokenIsMadeOnceForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("deep/http-token");
    AccessToken made = AccessToken.keep(file, new Random(7));
    String word = Files.readString(file).strip();
    assertTrue(word.matches("[0-9a-f]{32}"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(made.is(word));
    assertFalse(made.is(word.substring(1)));
    assertFalse(made.is(""));
    assertFalse(made.toString().contains(word));
    assertTrue(AccessToken.keep(file, new Random(8)).is(word), "kept");
    AccessToken other = AccessToken.keep(folder.resolve("other"), new Random(8));
    assertNotEquals(made.is(word), other.is(word));
  }

  @Test
  void aBadTokenFileIsSaidInASentence() throws IOException {
    Path file = Files.writeString(folder.resolve("t"), "short\n");
    String said = said(file);
    assertTrue(said.startsWith("http.token_file " + file + " holds no token: "), said);
    Files.writeString(file, "x".repeat(2000));
    assertTrue(said(file).contains("too long"));
    assertTrue(said(folder).contains("cannot be read"), "a folder");
    assertTrue(said(file.resolve("below")).contains("cannot be"), "below a file");
    assertDoesNotThrow(() -> AccessToken.of("a".repeat(16)));
  }

  private static String said(Path file) {
    return assertThrows(IOException.class, () -> AccessToken.keep(file, new Random(1)))
        .getMessage();
  }
}

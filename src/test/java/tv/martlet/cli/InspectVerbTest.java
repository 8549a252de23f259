package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectVerbTest {
  private static final String ROOT_HASH = "47a013e660d408619d894b20806b1d5086aab03b".repeat(2);
  private static final String SWARM_ID = ROOT_HASH.substring(0, 64);

  /** Channel 0, HANDSHAKE from 1: version 1, minimum 1, swarm ID, Merkle tree, SHA-256, … */
  private static final String HANDSHAKE =
      "00000000 00 00000001 0001 0101 020020" + SWARM_ID + " 0301 0402 0602 ff";

  private static final String HAVE = "00000001 03 0000000000000007";

  @TempDir Path root;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(root);
  }

  private String good(String... words) {
    Shell.Result result = shell.run(words);
    assertEquals(0, result.code(), result.err());
    return result.out();
  }

  @Test
  void tellsAStaticAddress() {
    String told = good("inspect", "ppsp://[2001:db8::1]:7/" + SWARM_ID + "?name=A%20B&peer=h:8");
    assertTrue(told.contains("swarm       " + SWARM_ID), told);
    assertTrue(told.contains("content     static"), told);
    assertTrue(told.contains("name        A B"), told);
    assertTrue(told.contains("chunk size  1024"), told);
    assertTrue(told.contains("peers       [h:8]"), told);
  }

  @Test
  void tellsADatagramFromItsHandshakeOrASwarm() {
    String handshake = good("inspect", HANDSHAKE);
    assertTrue(handshake.startsWith("channel 00000000\n  HANDSHAKE "), handshake);
    assertTrue(handshake.contains(SWARM_ID), handshake);
    assertTrue(good("inspect", HAVE).contains("no handshake of this channel was seen"));
    String have = good("inspect", "--json", "--swarm", "ppsp:///" + SWARM_ID, HAVE);
    JsonObject told = JsonParser.parseString(have).getAsJsonObject();
    assertEquals("00000001", told.get("channel").getAsString());
    assertEquals("OK", told.get("outcome").getAsString());
    JsonObject message = told.getAsJsonArray("messages").get(0).getAsJsonObject();
    assertEquals("HAVE", message.get("message").getAsString());
  }

  @Test
  void tellsACaptureInItsOrder() throws IOException {
    Path file = root.resolve("a.pcap");
    ByteBuffer pcap = ByteBuffer.allocate(4096);
    pcap.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535);
    pcap.putInt(101);
    frame(pcap, 1000, 2000, HANDSHAKE);
    frame(pcap, 2000, 1000, HAVE);
    byte[] bytes = new byte[pcap.position()];
    pcap.get(0, bytes);
    Files.write(file, bytes);
    String told = good("inspect", file.toString());
    assertTrue(
        told.startsWith("1970-01-01T00:00:05.000007Z 127.0.0.1:1000 > 127.0.0.1:2000 "), told);
    assertTrue(told.contains("\n  HAVE "), told);
    JsonObject second =
        JsonParser.parseString(
                good("inspect", "--json", file.toString())
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElseThrow())
            .getAsJsonObject();
    assertEquals("127.0.0.1:1000", second.get("destination").getAsString());
    assertEquals(13, second.get("length").getAsInt());
  }

  /** A frame of raw IPv4 with UDP in it. */
  private static void frame(ByteBuffer pcap, int source, int destination, String hex) {
    byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));
    int length = 28 + payload.length;
    pcap.putInt(5).putInt(7).putInt(length).putInt(length);
    pcap.putShort((short) 0x4500).putShort((short) length).putInt(0);
    pcap.put((byte) 64).put((byte) 17).putShort((short) 0);
    pcap.putInt(0x7f000001).putInt(0x7f000001);
    pcap.putShort((short) source).putShort((short) destination);
    pcap.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz", "0", "abc", "/no/such/file", "ppsp://x", "ppsp://t:1/zz"})
  void saysWhatItCannotTell(String what) {
    Shell.Result result = shell.run("inspect", what);
    assertEquals(2, result.code(), what);
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path file = Files.writeString(root.resolve("x"), "-----BEGIN NOTHING-----\n");
    Shell.Result key = shell.run("inspect", file.toString());
    assertEquals(1, key.code());
    assertTrue(key.err().contains("holds no private key"), key.err());
    Files.writeString(file, "hello world");
    Shell.Result capture = shell.run("inspect", file.toString());
    assertEquals(1, capture.code());
    assertTrue(capture.err().contains("This is no pcap file"), capture.err());
  }
}

package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkUriTest {
  private static final String ROOT = "ab".repeat(32);
  private static final String KEY = "0d" + "cd".repeat(64);

  @Test
  void aFileOfTheDefaultsHasNoOptions() {
    ChunkUri uri = ChunkUri.parse("ppsp://tracker.example:1234/" + ROOT);
    assertEquals(SwarmMetadata.file(SwarmId.ofHex(ROOT)), uri.metadata());
    assertNull(uri.name());
    assertEquals(
        List.of(InetSocketAddress.createUnresolved("tracker.example", 1234)), uri.trackers());
    assertEquals("ppsp://tracker.example:1234/" + ROOT, uri.toString());
  }

  @Test
  void aLiveChannelIsKnownByItsKey() {
    ChunkUri uri = ChunkUri.parse("PPSP://[2001:db8::1]/" + KEY + "?ca=4&name=Eins+%C3%A4%26");
    assertEquals(SwarmMetadata.live(SwarmId.ofHex(KEY)), uri.metadata());
    assertTrue(uri.metadata().live());
    assertEquals("Eins ä&", uri.name());
    assertEquals("ppsp://[2001:db8::1]:6779/" + KEY + "?ca=4&name=Eins+%C3%A4%26", uri.toString());
    assertEquals(
        ChunkAddressing.CHUNKS_32, ChunkUri.parse("ppsp:///" + KEY).metadata().addressing());
  }

  @Test
  void namesSeveralTrackersAndPeers() {
    String text =
        "ppsp://a:1/" + ROOT + "?len=5000&tr=b:2&tr=[::1]:3&peer=10.0.0.1:4&peer=[fe80::2]:5";
    ChunkUri uri = ChunkUri.parse(text);
    assertEquals(text, uri.toString());
    assertEquals(3, uri.trackers().size());
    assertEquals(2, uri.peers().size());
    assertEquals(5000, uri.metadata().length());
    ChunkUri untracked = ChunkUri.parse("ppsp:///" + ROOT + "?peer=host");
    assertEquals(List.of(), untracked.trackers());
    assertEquals(6778, untracked.peers().get(0).getPort());
    assertEquals(untracked, ChunkUri.parse(untracked.toString()));
  }

  static List<SwarmMetadata> all() {
    List<SwarmMetadata> all = new ArrayList<>();
    for (HashFunction hash : HashFunction.values()) {
      all.add(SwarmMetadata.template(hash));
      all.add(SwarmMetadata.template(hash).withLength(77).withChunkSize(512));
    }
    for (SignatureAlgorithm each : SignatureAlgorithm.values()) {
      SwarmMetadata live =
          SwarmMetadata.live(SigningKey.generate(each, new SecureRandom()).publicKey().id());
      all.add(live);
      all.add(live.with(IntegrityMethod.SIGN_ALL, HashFunction.SHA256));
      all.add(live.with(IntegrityMethod.UNIFIED_MERKLE_TREE, HashFunction.SHA1).withLibswift(true));
    }
    SwarmMetadata plain = SwarmMetadata.template(HashFunction.SHA256);
    all.add(plain.with(IntegrityMethod.NONE, HashFunction.SHA256));
    all.add(plain.with(IntegrityMethod.NONE, HashFunction.SHA256).withLength(9));
    all.add(plain.with(IntegrityMethod.NONE, HashFunction.SHA1).withId(SwarmId.ofHex("0102")));
    return all;
  }

  @Test
  void readsBackWhateverItWrites() {
    for (SwarmMetadata each : all()) {
      for (ChunkAddressing addressing : ChunkAddressing.values()) {
        ChunkUri uri = new ChunkUri(each.with(addressing));
        assertEquals(uri, ChunkUri.parse(uri.toString()), uri.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HashFunction.class)
  void noLiveIdHasTheLengthOfAHash(HashFunction hash) {
    for (SignatureAlgorithm each : SignatureAlgorithm.values()) {
      byte[] id = new byte[hash.length()];
      java.util.Arrays.fill(id, (byte) 3);
      id[0] = (byte) each.code();
      SwarmId swarm = SwarmId.of(id);
      assertThrows(IllegalArgumentException.class, () -> SwarmKey.parse(swarm));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/R, begins with ppsp://",
    "ppsp://a, has a swarm ID after its tracker",
    "ppsp://a/xyz, two hexadecimal digits",
    "ppsp://a/xy, character 1 is 'x'",
    "ppsp://a/, 1 to 1024 bytes",
    "ppsp://a/abcd, unknown signature algorithm 171",
    "ppsp://a/0dcd, has 65 bytes",
    "ppsp://a:0/R, port",
    "ppsp://a:65536/R, port",
    "ppsp://::1/R, in brackets",
    "ppsp://[::1/R, in brackets",
    "ppsp://[zz]:1/R, no HOST:PORT",
    "ppsp://a b/R, no HOST:PORT",
    "ppsp://a/R?cs=511, chunk size must be 512 to 8192",
    "ppsp://a/R?cs=8193, chunk size must be 512 to 8192",
    "ppsp://a/R?cs=x, number from 1",
    "ppsp://a/R?ca=5, number from 0 to 4",
    "ppsp://a/R?ci=4, number from 0 to 3",
    "ppsp://a/R?hf=5, number from 0 to 4",
    "ppsp://a/R?hf=0, SHA1 hash of 20 bytes",
    "ppsp://a/R?len=0, number from 1",
    "ppsp://a/R?sa=7, signature algorithm 7",
    "ppsp://a/R?sa=13, begins with signature algorithm 171",
    "ppsp://a/R?x=1, no option",
    "ppsp://a/R?cs, has no value",
    "ppsp://a/R?cs=1024&cs=1024, stands twice",
    "ppsp://a/R?name=%zz, two hexadecimal digits follow",
    "ppsp://a/R?compat=x, libswift only",
    "ppsp://a/R?compat=libswift, unified Merkle tree",
    "ppsp://a/R?peer=:1, no HOST:PORT"
  })
  void saysWhatToChange(String uri, String sentence) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ChunkUri.parse(uri.replace("R", ROOT)));
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
  }

  @Test
  void isBounded() {
    String peers = "&peer=a:1".repeat(65);
    assertThrows(
        IllegalArgumentException.class, () -> ChunkUri.parse("ppsp://a/" + ROOT + "?" + peers));
    assertThrows(
        IllegalArgumentException.class, () -> ChunkUri.parse("ppsp://" + "a".repeat(9000)));
    assertFalse(ChunkUri.parse("ppsp://a/" + ROOT + "?").metadata().live());
  }
}

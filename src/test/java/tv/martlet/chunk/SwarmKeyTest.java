package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and signatures against the examples of RFC 6605 §6, RFC 8080 §6.1 and RFC 5702 §6.1. */
class SwarmKeyTest {
  private static final String P256_KEY =
      "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";
  private static final String P384_KEY =
      "xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8"
          + "/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40";

  private static SwarmId id(int algorithm, String base64) {
    byte[] key = Base64.getDecoder().decode(base64);
    return SwarmId.of(ByteBuffer.allocate(key.length + 1).put((byte) algorithm).put(key).array());
  }

  private static void putName(ByteArrayOutputStream out, String name) {
    for (String label : name.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
  }

  private static byte[] ints(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      buffer.putInt(value);
    }
    return buffer.array();
  }

  private static byte[] shorts(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * values.length);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    return buffer.array();
  }

  private static int seconds(int year, int month, int day, int hour, int minute, int second) {
    return (int)
        LocalDateTime.of(year, month, day, hour, minute, second).toEpochSecond(ZoneOffset.UTC);
  }

  /** RFC 4034 §3.1.8.1: signature = sign(RRSIG_RDATA | RR(1) | RR(2)... ). */
  private static byte[] signed(int type, int algorithm, int[] times, int tag, Entry record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int labels = record.owner().split("\\.", -1).length;
    out.writeBytes(shorts(type));
    out.write(algorithm);
    out.write(labels);
    out.writeBytes(ints(3600, times[0], times[1]));
    out.writeBytes(shorts(tag));
    putName(out, record.signer());
    putName(out, record.owner());
    out.writeBytes(shorts(type, 1));
    out.writeBytes(ints(3600));
    byte[] data = HexFormat.of().parseHex(record.data());
    out.writeBytes(shorts(data.length));
    out.writeBytes(data);
    return out.toByteArray();
  }

  /** A resource record; its data in hexadecimal digits. */
  private record Entry(String owner, String signer, String data) {}

  private static final Entry ADDRESS = new Entry("www.example.net", "example.net", "c0000201");

  private static Entry mail() {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(shorts(10));
    putName(data, "mail.example.com");
    return new Entry("example.com", "example.com", HexFormat.of().formatHex(data.toByteArray()));
  }

  private static void check(SwarmId id, byte[] message, String signatureBase64) {
    SwarmKey key = SwarmKey.parse(id);
    byte[] signature = Base64.getDecoder().decode(signatureBase64);
    assertEquals(signature.length, key.signatureLength());
    assertTrue(key.verify(message, signature));
    message[5] ^= 1;
    assertFalse(key.verify(message, signature));
    message[5] ^= 1;
    signature[7] ^= 1;
    assertFalse(key.verify(message, signature));
  }

  @Test
  void verifiesTheP256Example() {
    int[] times = {seconds(2010, 9, 9, 10, 4, 39), seconds(2010, 8, 12, 10, 4, 39)};
    check(
        id(13, P256_KEY),
        signed(1, 13, times, 55648, ADDRESS),
        "qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==");
  }

  @Test
  void verifiesTheP384Example() {
    int[] times = {seconds(2010, 9, 9, 10, 20, 25), seconds(2010, 8, 12, 10, 20, 25)};
    check(
        id(14, P384_KEY),
        signed(1, 14, times, 10771, ADDRESS),
        "/L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuz"
            + "WTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm");
  }

  /** The signatures of the RFC's errata: those in its text are not over the records beside them. */
  @ParameterizedTest
  @CsvSource({
    "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=, 3613, "
        + "oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==",
    "zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs=, 35217, "
        + "zXQ0bkYgQTEFyfLyi9QoiY6D8ZdYo4wyUhVioYZXFdT410QPRITQSqJSnzQoSm5poJ7gD7AQR0O7KuI5k2pcBg=="
  })
  void verifiesTheEd25519Examples(String key, int tag, String signature) {
    int[] times = {1440021600, 1438207200};
    check(id(15, key), signed(15, 15, times, tag, mail()), signature);
  }

  /** RFC 5702 §6.1's key has 512 bits: its form is read, its length refused. */
  @Test
  void refusesRsaKeysOutOfBounds() {
    String example =
        "AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk=";
    refused(id(8, example), "1024 to 4096 bits, not 512");
    byte[] zeros = new byte[4 + 2 + 128];
    zeros[0] = 8;
    zeros[1] = 3;
    refused(SwarmId.of(zeros), "begin with a zero");
    zeros[1] = 0;
    refused(SwarmId.of(zeros), "exponent");
    zeros[1] = 9;
    refused(SwarmId.of(zeros), "exponent");
    byte[] huge = new byte[5 + 513];
    huge[0] = 5;
    huge[1] = 3;
    refused(SwarmId.of(huge), "bits, not 4104");
    byte[] even = new byte[5 + 128];
    java.util.Arrays.fill(even, (byte) 2);
    even[0] = 5;
    even[1] = 3;
    refused(SwarmId.of(even), "must be odd");
  }

  private static void refused(SwarmId id, String why) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SwarmKey.parse(id));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void refusesKeysThatAreNone() {
    refused(SwarmId.of(new byte[] {13}), "65 bytes");
    refused(SwarmId.of(new byte[] {7, 1, 2}), "unknown signature algorithm 7");
    byte[] p256 = id(13, P256_KEY).copy();
    p256[10] ^= 1;
    refused(SwarmId.of(p256), "no point of the curve");
    byte[] beyond = new byte[65];
    java.util.Arrays.fill(beyond, (byte) 0xff);
    beyond[0] = 13;
    refused(SwarmId.of(beyond), "no point of the curve");
    byte[] shorter = java.util.Arrays.copyOf(id(14, P384_KEY).copy(), 96);
    refused(SwarmId.of(shorter), "97 bytes");
  }

  @Test
  void neverThrowsOnAnySignature() {
    Random random = new Random(3);
    byte[] message = new byte[40];
    for (SwarmId id :
        new SwarmId[] {
          id(13, P256_KEY),
          id(14, P384_KEY),
          id(15, "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4="),
          SigningKey.generate(SignatureAlgorithm.RSASHA256, new java.security.SecureRandom())
              .publicKey()
              .id()
        }) {
      SwarmKey key = SwarmKey.parse(id);
      byte[] signature = new byte[key.signatureLength()];
      assertFalse(key.verify(message, signature)); // all zeros
      java.util.Arrays.fill(signature, (byte) 0xff);
      assertFalse(key.verify(message, signature)); // above the group's order or the modulus
      for (int i = 0; i < 20; i++) {
        random.nextBytes(signature);
        assertFalse(key.verify(message, signature));
      }
      assertFalse(key.verify(message, new byte[0]));
      assertFalse(key.verify(message, new byte[signature.length + 1]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "P256, GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=",
    "P384, WURgWHCcYIYUPWgeLmiPY2DJJk02vgrmTfitxgqcL4vwW7BOrbawVmVe0d9V94SR"
  })
  void findsThePublicPointsOfTheExamples(String curve, String privateKey) {
    boolean small = curve.equals("P256");
    EcCurve ec = small ? EcCurve.P256 : EcCurve.P384;
    BigInteger number = new BigInteger(1, Base64.getDecoder().decode(privateKey));
    byte[] field = ec.field(ec.multiple(number));
    assertArrayEquals(Base64.getDecoder().decode(small ? P256_KEY : P384_KEY), field);
  }

  /**
   * RFC 6605 §4: fixed width on the wire; in DER, leading zeros fall away and negatives gain one.
   */
  @Test
  void convertsNumbersOfAllLengthsToDerAndBack() throws Exception {
    Random random = new Random(6605);
    for (KeyForm form : new KeyForm[] {KeyForm.ECDSAP256SHA256, KeyForm.ECDSAP384SHA384}) {
      int half = form == KeyForm.ECDSAP256SHA256 ? 32 : 48;
      for (int zeros = 0; zeros < half; zeros++) {
        byte[] wire = new byte[2 * half];
        random.nextBytes(wire);
        wire[zeros] |= (byte) (random.nextBoolean() ? 0x80 : 1);
        java.util.Arrays.fill(wire, 0, zeros, (byte) 0);
        int other = half - 1 - zeros;
        java.util.Arrays.fill(wire, half, half + other, (byte) 0);
        byte[] der = form.toJca(wire);
        assertEquals(0x30, der[0]);
        assertEquals(der.length - 2, der[1]);
        assertArrayEquals(wire, form.toWire(der), "zeros: " + zeros);
      }
    }
  }
}

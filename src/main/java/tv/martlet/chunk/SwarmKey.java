package tv.martlet.chunk;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public key of a live swarm, which is its swarm ID: one octet of DNSSEC algorithm number and a
 * DNSKEY public key field (RFC 7574 §6.1; RFC 3110 §2, RFC 6605 §4, RFC 8080 §3). Immutable and
 * safe for any thread.
 */
public final class SwarmKey {
  private static final int MIN_RSA_BITS = 1024;
  private static final int MAX_RSA_BITS = 4096;
  private static final int MAX_EXPONENT_BYTES = 8;
  private static final byte[] ED25519_X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final SwarmId id;
  private final SignatureAlgorithm algorithm;
  private final KeyForm form;
  private final PublicKey key;

  private SwarmKey(SwarmId id, SignatureAlgorithm algorithm, PublicKey key) {
    this.id = id;
    this.algorithm = algorithm;
    this.form = KeyForm.of(algorithm);
    this.key = key;
  }

  /**
   * Returns the key that a live swarm's ID is.
   *
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  public static SwarmKey parse(SwarmId id) {
    checkForm(id);
    SignatureAlgorithm algorithm = SignatureAlgorithm.ofCode(id.byteAt(0));
    byte[] bytes = id.copy();
    try {
      PublicKey key =
          switch (algorithm) {
            case RSASHA1, RSASHA256 -> rsa(bytes);
            case ECDSAP256SHA256, ECDSAP384SHA384 -> ec(EcCurve.of(algorithm), bytes);
            case ED25519 -> ed25519(bytes);
          };
      return new SwarmKey(id, algorithm, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the swarm ID is no valid " + algorithm + " key: " + e.getMessage(), e);
    }
  }

  /** Checks the lengths that a live swarm's ID consists of, without a costly look at the key. */
  static void checkForm(SwarmId id) {
    SignatureAlgorithm algorithm = SignatureAlgorithm.ofCode(id.byteAt(0));
    if (algorithm == null) {
      throw new IllegalArgumentException(
          "the swarm ID begins with the unknown signature algorithm " + id.byteAt(0));
    }
    int length = id.length() - 1;
    if (algorithm.isRsa()) {
      checkRsa(id);
    } else if (length != algorithm.keyLength()) {
      throw new IllegalArgumentException(
          "a swarm ID of "
              + algorithm
              + " has "
              + (algorithm.keyLength() + 1)
              + " bytes, not "
              + (length + 1));
    }
  }

  private static void checkRsa(SwarmId id) {
    // RFC 3110 §2: one octet of length, or a zero octet and two. Exponents that long are not taken
    // here.
    int exponent = id.length() > 1 ? id.byteAt(1) : 0;
    int modulus = id.length() - 2 - exponent;
    if (exponent == 0 || exponent > MAX_EXPONENT_BYTES) {
      throw new IllegalArgumentException(
          "the exponent of an RSA swarm ID has 1 to "
              + MAX_EXPONENT_BYTES
              + " bytes, not "
              + exponent);
    }
    if (modulus < MIN_RSA_BITS / 8 || modulus > MAX_RSA_BITS / 8) {
      throw new IllegalArgumentException(
          "the modulus of an RSA swarm ID has "
              + MIN_RSA_BITS
              + " to "
              + MAX_RSA_BITS
              + " bits, not "
              + modulus * 8L);
    }
    // RFC 3110 §2: leading zero octets are prohibited in the exponent and modulus.
    if (id.byteAt(2) == 0 || id.byteAt(2 + exponent) == 0) {
      throw new IllegalArgumentException(
          "the exponent and modulus of an RSA swarm ID must not begin with a zero octet");
    }
  }

  /** Returns the length in bytes of the signatures of a live swarm (RFC 7574 §8.9). */
  static int signatureLength(SwarmId id) {
    SignatureAlgorithm algorithm = SignatureAlgorithm.ofCode(id.byteAt(0));
    return algorithm.isRsa() ? id.length() - 2 - id.byteAt(1) : algorithm.fixedSignatureLength();
  }

  /** Returns the swarm ID that a public key is. */
  static SwarmKey of(SignatureAlgorithm algorithm, PublicKey key) {
    byte[] field =
        switch (algorithm) {
          case RSASHA1, RSASHA256 -> rsaField((RSAPublicKey) key);
          case ECDSAP256SHA256, ECDSAP384SHA384 ->
              EcCurve.of(algorithm).field(((ECPublicKey) key).getW());
          case ED25519 -> ed25519Field(key);
        };
    byte[] id = new byte[field.length + 1];
    id[0] = (byte) algorithm.code();
    System.arraycopy(field, 0, id, 1, field.length);
    return parse(SwarmId.of(id));
  }

  /** Returns the algorithm. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** Returns the length of a signature in bytes. */
  public int signatureLength() {
    return signatureLength(id);
  }

  /** Returns the swarm ID that this key is. */
  public SwarmId id() {
    return id;
  }

  /**
   * Tells whether the signature, in the form of an RRSIG record's (RFC 7574 §8.9), is this key's
   * over the message.
   */
  public boolean verify(byte[] message, byte[] signature) {
    if (signature.length != signatureLength()) {
      return false;
    }
    try {
      Signature checker = form.signature();
      checker.initVerify(key);
      checker.update(message);
      return checker.verify(form.toJca(signature));
    } catch (SignatureException | IllegalArgumentException e) {
      return false; // not even the form of a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("checking a " + algorithm + " signature", e);
    }
  }

  private static PublicKey rsa(byte[] id) throws GeneralSecurityException {
    int exponent = id[1];
    BigInteger e = new BigInteger(1, id, 2, exponent);
    BigInteger n = new BigInteger(1, id, 2 + exponent, id.length - 2 - exponent);
    if (!e.testBit(0) || e.equals(BigInteger.ONE) || !n.testBit(0)) {
      throw new IllegalArgumentException(
          "the exponent (3 or more) and modulus of an RSA swarm ID must be odd");
    }
    return factory("RSA").generatePublic(new RSAPublicKeySpec(n, e));
  }

  private static byte[] rsaField(RSAPublicKey key) {
    byte[] e =
        EcCurve.unsigned(key.getPublicExponent(), (key.getPublicExponent().bitLength() + 7) / 8);
    byte[] n = EcCurve.unsigned(key.getModulus(), (key.getModulus().bitLength() + 7) / 8);
    byte[] field = new byte[1 + e.length + n.length];
    field[0] = (byte) e.length;
    System.arraycopy(e, 0, field, 1, e.length);
    System.arraycopy(n, 0, field, 1 + e.length, n.length);
    return field;
  }

  private static PublicKey ec(EcCurve curve, byte[] id) throws GeneralSecurityException {
    ECPoint point = curve.point(id, 1);
    if (!curve.contains(point)) {
      throw new IllegalArgumentException(
          "the swarm ID is no point of the curve of its signature algorithm");
    }
    return factory("EC").generatePublic(new ECPublicKeySpec(point, curve.parameters()));
  }

  private static PublicKey ed25519(byte[] id) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(ED25519_X509, ED25519_X509.length + 32);
    System.arraycopy(id, 1, encoded, ED25519_X509.length, 32);
    return factory("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static byte[] ed25519Field(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  private static KeyFactory factory(String algorithm) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm, Crypto.provider("KeyFactory", algorithm));
  }
}

package tv.martlet.chunk;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** The private key of a live swarm, with which its injector signs. */
public final class SigningKey {
  private static final int RSA_BITS = 2048;
  private static final int MAX_FILE = 64 * 1024;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final PrivateKey key;
  private final SwarmKey publicKey;
  private final KeyForm form;

  private SigningKey(PrivateKey key, SwarmKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
    this.form = KeyForm.of(publicKey.algorithm());
  }

  /** Makes a new key; RSA keys have 2,048 bits. */
  public static SigningKey generate(SignatureAlgorithm algorithm, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(KeyForm.of(algorithm).keyName());
      switch (algorithm) {
        case RSASHA1, RSASHA256 ->
            generator.initialize(
                new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4), random);
        case ECDSAP256SHA256, ECDSAP384SHA384 ->
            generator.initialize(new ECGenParameterSpec(EcCurve.of(algorithm).name()), random);
        case ED25519 -> generator.initialize(NamedParameterSpec.ED25519, random);
      }
      KeyPair pair = generator.generateKeyPair();
      return of(algorithm, pair.getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a key of " + algorithm, e);
    }
  }

  /** Takes a key in PKCS#8 form for an algorithm of its kind. */
  static SigningKey of(SignatureAlgorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
    String name = KeyForm.of(algorithm).keyName();
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    // The JDK's factories give keys whose numbers can be read; the signing provider gets its own
    // kind.
    SwarmKey open =
        SwarmKey.of(
            algorithm, publicOf(algorithm, KeyFactory.getInstance(name).generatePrivate(spec)));
    PrivateKey key =
        KeyFactory.getInstance(name, Crypto.provider("KeyFactory", name)).generatePrivate(spec);
    return new SigningKey(key, open);
  }

  private static PublicKey publicOf(SignatureAlgorithm algorithm, PrivateKey key)
      throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    }
    if (key instanceof ECPrivateKey ec) {
      EcCurve curve = EcCurve.of(algorithm);
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(curve.multiple(ec.getS()), curve.parameters()));
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(
        NamedParameterSpec.ED25519, new Seed(((EdECPrivateKey) key).getBytes().orElseThrow()));
    return generator.generateKeyPair().getPublic();
  }

  /**
   * "Random" bytes that are a given private key: so the key pair generator tells the public one.
   */
  private static final class Seed extends SecureRandom {
    private final byte[] bytes;

    Seed(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] out) {
      System.arraycopy(bytes, 0, out, 0, out.length);
    }
  }

  /**
   * Reads a key from a PKCS#8 PEM file, as {@link #save} and {@code openssl genpkey} write it. The
   * first line may say {@code Algorithm: RSASHA1}; RSA keys are otherwise taken for RSASHA256.
   *
   * @throws IOException with a sentence that says what to change
   */
  public static SigningKey load(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no file: make a key first");
    }
    if (Files.size(file) > MAX_FILE) {
      throw new IOException(file + " is too large for a private key");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          file + " holds no private key: a line \"" + BEGIN + "\" and its end are expected");
    }
    try {
      byte[] pkcs8 = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      return of(algorithmOf(text.substring(0, begin), pkcs8), pkcs8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          file + " holds no key of RSA, P-256, P-384 or Ed25519 in PKCS#8 form: " + e.getMessage(),
          e);
    }
  }

  private static SignatureAlgorithm algorithmOf(String heading, byte[] pkcs8)
      throws GeneralSecurityException {
    for (KeyForm form : KeyForm.values()) {
      try {
        PrivateKey key =
            KeyFactory.getInstance(form.keyName()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return algorithmOf(heading, key);
      } catch (GeneralSecurityException e) {
        // a key of another kind
      }
    }
    throw new GeneralSecurityException("unknown kind of key");
  }

  private static SignatureAlgorithm algorithmOf(String heading, PrivateKey key) {
    if (key instanceof ECPrivateKey ec) {
      BigInteger order = ec.getParams().getOrder();
      if (order.equals(EcCurve.P256.parameters().getOrder())) {
        return SignatureAlgorithm.ECDSAP256SHA256;
      }
      if (order.equals(EcCurve.P384.parameters().getOrder())) {
        return SignatureAlgorithm.ECDSAP384SHA384;
      }
      throw new IllegalArgumentException("its curve is neither P-256 nor P-384");
    }
    if (key instanceof RSAPrivateCrtKey) {
      return heading.contains("RSASHA1\n")
          ? SignatureAlgorithm.RSASHA1
          : SignatureAlgorithm.RSASHA256;
    }
    return SignatureAlgorithm.ED25519;
  }

  /**
   * Writes the key to a new PEM file that only its owner may read.
   *
   * @throws IOException with a sentence, also if there is such a file already
   */
  public void save(Path file) throws IOException {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    String text =
        "Algorithm: " + publicKey.algorithm() + "\n" + BEGIN + "\n" + lines + "\n" + END + "\n";
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          file + " exists already and is not overwritten: choose another name", e);
    }
    Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
  }

  /** Returns the public key, which is the swarm's ID. */
  public SwarmKey publicKey() {
    return publicKey;
  }

  /** Returns the signature over a message, in the form of the wire. */
  public byte[] sign(byte[] message) {
    try {
      Signature signer = form.signature();
      signer.initSign(key);
      signer.update(message);
      return form.toWire(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing with " + publicKey.algorithm(), e);
    }
  }
}

package tv.martlet.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS to a broker by PEM files; those that are not named are the machine's own, or none. */
final class BrokerTls {
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private BrokerTls() {}

  /**
   * Reads the files.
   *
   * @throws IOException with a sentence that says what to change
   */
  static SSLContext context(MqttSettings settings) throws IOException {
    try {
      TrustManager[] trusted =
          settings.ca().isPresent() ? trust(settings.ca().get()) : null; // null: the machine's
      KeyManager[] own =
          settings.cert().isPresent() && settings.key().isPresent()
              ? keys(settings.cert().get(), settings.key().get())
              : null; // null: none
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("mqtt: this machine's TLS does not work: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trust(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    int number = 0;
    for (Certificate authority : certificates("mqtt.ca", file)) {
      store.setCertificateEntry("ca" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keys(Path cert, Path key)
      throws IOException, GeneralSecurityException {
    List<Certificate> chain = certificates("mqtt.cert", cert);
    String algorithm = chain.get(0).getPublicKey().getAlgorithm();
    KeyStore store = empty();
    char[] password = {};
    store.setKeyEntry(
        "own", privateKey(key, algorithm), password, chain.toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(String setting, Path file) throws IOException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<Certificate> all =
          new ArrayList<>(
              factory.generateCertificates(new ByteArrayInputStream(bytes(setting, file))));
      if (!all.isEmpty()) {
        return all;
      }
    } catch (GeneralSecurityException e) {
      // Told below: what the parser has to say helps nobody.
    }
    throw new IOException(setting + ": there is no PEM certificate in " + file);
  }

  private static PrivateKey privateKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    String text = new String(bytes("mqtt.key", file), StandardCharsets.ISO_8859_1);
    Matcher pem = KEY.matcher(text);
    try {
      if (pem.find()) {
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      }
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw unusable(file, e);
    }
    throw unusable(file, null);
  }

  private static IOException unusable(Path file, Exception cause) {
    return new IOException(
        "mqtt.key: "
            + file
            + " holds no PKCS #8 key without a password that fits mqtt.cert"
            + " (openssl pkcs8 -topk8 -nocrypt makes one)",
        cause);
  }

  private static byte[] bytes(String setting, Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(
          setting + ": " + file + " cannot be read or is over 1 MiB: check its path and rights");
    }
    return Files.readAllBytes(file);
  }
}

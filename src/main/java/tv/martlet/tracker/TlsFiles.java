package tv.martlet.tracker;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * TLS by PEM files (RFC 7846 §4: both sides MUST support it).
 *
 * @param chain the own certificate and what leads to its issuer; absent for a client without one
 * @param key the private key of the chain, PKCS #8 without a password
 * @param authorities the certificates to trust; absent for those of the system
 */
public record TlsFiles(Optional<Path> chain, Optional<Path> key, Optional<Path> authorities) {
  /** TLS 1.2 and 1.3, as RFC 7525 and its successor RFC 9325 have it. */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** A client that trusts the system's authorities and shows no certificate. */
  public static final TlsFiles SYSTEM =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());

  public TlsFiles {
    if (chain.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "tracker TLS needs the certificate file and the key file together; only one is set");
    }
  }

  /** A server with a certificate that asks its clients for none. */
  public static TlsFiles server(Path chain, Path key) {
    return new TlsFiles(Optional.of(chain), Optional.of(key), Optional.empty());
  }

  SslContext forServer(ClientCertificates clients) throws IOException {
    if (chain.isEmpty()) {
      throw new IOException("tracker TLS: set a certificate file and a key file");
    }
    readable(chain.get());
    readableKey();
    try {
      return build(
          SslContextBuilder.forServer(chain.get().toFile(), key.get().toFile())
              .clientAuth(clientAuth(clients)));
    } catch (IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  SslContext forClient() throws IOException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    try {
      if (chain.isPresent()) {
        builder.keyManager(readable(chain.get()).toFile(), readableKey().toFile());
      }
      // The name in the certificate must be the tracker's.
      return build(builder.endpointIdentificationAlgorithm("HTTPS"));
    } catch (IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  private SslContext build(SslContextBuilder builder) throws IOException {
    if (authorities.isPresent()) {
      builder.trustManager(readable(authorities.get()).toFile());
    }
    return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).build();
  }

  private static ClientAuth clientAuth(ClientCertificates clients) {
    return switch (clients) {
      case NONE -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }

  private IOException unusable(IllegalArgumentException cause) {
    return new IOException(
        "tracker TLS: "
            + Stream.of(chain, key, authorities)
                .flatMap(Optional::stream)
                .map(Path::toString)
                .collect(Collectors.joining(", "))
            + ": want PEM certificates and a PKCS #8 key without a password"
            + " (openssl pkcs8 -topk8 -nocrypt makes one)",
        cause);
  }

  private Path readableKey() throws IOException {
    return readable(key.orElseThrow());
  }

  private static Path readable(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("tracker TLS: cannot read " + file + "; check its path and rights");
    }
    return file;
  }
}

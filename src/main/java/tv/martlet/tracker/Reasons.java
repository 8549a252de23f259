package tv.martlet.tracker;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a connection failed, in words for a person. */
final class Reasons {
  private Reasons() {}

  static String of(Throwable cause) {
    if (cause == null) {
      return "the tracker closed it";
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to it";
    }
    if (cause instanceof ConnectException) {
      String text = String.valueOf(cause.getMessage());
      return text.contains("timed out") ? "no answer" : "nothing listens there";
    }
    return firstLine(cause);
  }

  static String ofTls(Throwable cause) {
    Optional<Throwable> certificate =
        chain(cause).filter(one -> one instanceof CertificateException).findFirst();
    return certificate.isPresent()
        ? "its certificate is not accepted ("
            + firstLine(certificate.get())
            + "); check the trusted authorities and this board's clock"
        : "TLS with it failed (" + firstLine(cause) + ")";
  }

  private static Stream<Throwable> chain(Throwable cause) {
    return Stream.iterate(cause, one -> one != null, Throwable::getCause).limit(8);
  }

  private static String firstLine(Throwable cause) {
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    String line = text.lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}

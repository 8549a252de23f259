package tv.martlet.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** The web could not listen; the message is a sentence that says what to change. */
public class ListenException extends IOException {
  private ListenException(String message, Throwable cause) {
    super(message, cause);
  }

  static ListenException of(InetSocketAddress address, Throwable cause) {
    String reason = cause.getMessage() == null ? "unknown name" : cause.getMessage();
    if (reason.contains("Permission denied")) {
      return new ListenException(
          "port "
              + address.getPort()
              + " needs privilege: set http.listen to a port above 1023, such as "
              + WebSettings.PORT,
          cause);
    }
    if (reason.contains("Cannot assign requested address") || !(cause instanceof BindException)) {
      return new ListenException(
          "cannot listen on "
              + address.getHostString()
              + " port "
              + address.getPort()
              + " ("
              + reason
              + "): set http.listen to an address of this machine",
          cause);
    }
    return new ListenException(
        "port " + address.getPort() + " is taken: set http.listen to another", cause);
  }
}

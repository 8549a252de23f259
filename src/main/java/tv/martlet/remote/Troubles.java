package tv.martlet.remote;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;

/** What went wrong with a broker, in sentences that say what to change. */
final class Troubles {
  private static final int TAKEN_OVER = 0x8E; // MQTT 5 §3.14.2.1
  private static final int SHUTTING_DOWN = 0x8B;
  private static final int BAD_PASSWORD = 0x86; // MQTT 5 §3.2.2.2
  private static final int NOT_AUTHORISED = 0x87;
  private static final int BAD_CLIENT_ID = 0x85;
  private static final int UNSUPPORTED_VERSION = 0x84;
  private static final int BANNED = 0x8A;

  private static final String ENDS =
      " ends the connection at once: it must speak MQTT 5, and TLS on this port where mqtt.broker"
          + " says mqtts://, and only there";

  private Troubles() {}

  /** A connection that did not come about. */
  static String sentence(Access access, Throwable trouble) {
    String broker = "broker " + access.place();
    for (Throwable at = trouble; at != null; at = at.getCause()) {
      String known = of(at);
      if (!known.isEmpty()) {
        return broker + known;
      }
    }
    if (trouble instanceof MqttException e) {
      return broker + code(e.getReasonCode());
    }
    return broker + ": " + trouble.getMessage();
  }

  private static String of(Throwable trouble) {
    if (trouble instanceof UnknownHostException) {
      return ": there is no such host: check mqtt.broker";
    }
    if (trouble instanceof ConnectException || trouble instanceof NoRouteToHostException) {
      return ": nobody answers there: check mqtt.broker, and that the broker runs";
    }
    if (trouble instanceof SocketTimeoutException) {
      return " does not answer in time: check mqtt.broker and the network";
    }
    if (trouble instanceof SSLException e) {
      return tls(String.valueOf(e.getMessage()));
    }
    if (trouble instanceof EOFException || trouble instanceof SocketException) {
      return ENDS;
    }
    return "";
  }

  private static String tls(String message) {
    if (message.contains("recognized SSL message") || message.contains("terminated")) {
      return " does not speak TLS on this port: check the port in mqtt.broker";
    }
    if (message.contains("Received fatal alert")) {
      return " refuses this node's certificate: check mqtt.cert and mqtt.key (" + message + ")";
    }
    return ": its certificate is not accepted: check mqtt.ca, the name in mqtt.broker, and this"
        + " board's clock ("
        + message
        + ")";
  }

  private static String code(int code) {
    return switch (code) {
      case BAD_PASSWORD,
          NOT_AUTHORISED,
          MqttClientException.REASON_CODE_FAILED_AUTHENTICATION,
          MqttClientException.REASON_CODE_NOT_AUTHORIZED ->
          " refuses the user and password: check mqtt.user and mqtt.password_file";
      case BAD_CLIENT_ID -> " refuses the node's id: set another node.id";
      case UNSUPPORTED_VERSION -> " does not speak MQTT 5: one that does is needed";
      case BANNED -> " has banned this node: unban it there";
      case MqttClientException.REASON_CODE_CLIENT_TIMEOUT ->
          " does not answer in time: check mqtt.broker and the network";
      case MqttClientException.REASON_CODE_CONNECTION_LOST -> ENDS;
      default -> " refuses the connection (code " + code + ")";
    };
  }

  /** A connection that stood. */
  static String lost(Access access, int code, MqttException cause) {
    String broker = "broker " + access.place();
    return switch (code) {
      case TAKEN_OVER ->
          broker
              + ": another client took the name "
              + access.clientId()
              + ": give each node a node.id of its own";
      case SHUTTING_DOWN -> broker + " has shut down";
      default -> "the connection to " + broker + " is lost" + why(cause);
    };
  }

  private static String why(MqttException cause) {
    boolean known = cause != null && cause.getCause() != null;
    String message = known ? cause.getCause().getMessage() : null;
    return message == null ? "" : " (" + message + ")";
  }
}

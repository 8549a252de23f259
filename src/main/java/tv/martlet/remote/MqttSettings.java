package tv.martlet.remote;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code [mqtt]}: the broker through which the node is watched and steered.
 *
 * @param broker {@code mqtt://HOST:PORT} or {@code mqtts://HOST:PORT}; empty for none
 * @param user name for the broker; empty for none
 * @param passwordFile file whose first line is the password of {@code user}
 * @param ca PEM file of the authorities the broker's certificate is checked against; empty for the
 *     machine's own
 * @param cert PEM file of this node's own certificate; empty for none
 * @param key PEM file of the private key of {@code cert}
 * @param allowPlain whether a broker outside private networks may be spoken with without TLS
 * @param groups whose commands the node takes besides its own
 * @param prefix what all topics begin with
 * @param discovery whether the node makes itself known to Home Assistant
 * @param interval between two tellings of the figures
 */
public record MqttSettings(
    String broker,
    String user,
    Optional<Path> passwordFile,
    Optional<Path> ca,
    Optional<Path> cert,
    Optional<Path> key,
    boolean allowPlain,
    List<String> groups,
    String prefix,
    boolean discovery,
    Duration interval) {
  /** Copies the groups. */
  public MqttSettings {
    groups = List.copyOf(groups);
  }
}

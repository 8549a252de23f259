package tv.martlet.tracker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code [tracker]}: the trackers this node reports to besides those its channels name.
 *
 * @param urls {@code http://} or {@code https://} addresses, asked in this order
 * @param ca PEM file of the authorities a tracker's certificate is checked against; empty for the
 *     machine's own
 * @param user name for digest authentication; empty for none
 * @param passwordFile file whose first line is the password of {@code user}
 * @param cert PEM file of this node's own certificate; empty for none
 * @param key PEM file of the private key of {@code cert}
 */
public record TrackerSettings(
    List<String> urls,
    Optional<Path> ca,
    String user,
    Optional<Path> passwordFile,
    Optional<Path> cert,
    Optional<Path> key) {}

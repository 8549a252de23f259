package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tv.martlet.tracker.ClientCertificates;
import tv.martlet.tracker.ClientSettings;
import tv.martlet.tracker.DigestCredentials;
import tv.martlet.tracker.DigestUsers;
import tv.martlet.tracker.HelperRanking;
import tv.martlet.tracker.PeerRanking;
import tv.martlet.tracker.ServerSettings;
import tv.martlet.tracker.StoreLimits;
import tv.martlet.tracker.StorePolicy;
import tv.martlet.tracker.TlsFiles;
import tv.martlet.tracker.TrackerAccess;
import tv.martlet.tracker.TrackerServerSettings;
import tv.martlet.tracker.TrackerSettings;

/** What a person sets ({@code [tracker]}, {@code [tracker_server]}), in the tracker's terms. */
final class TrackerNumbers {
  private static final int MAX_SECRET_BYTES = 64 << 10;

  private TrackerNumbers() {}

  /**
   * How this peer speaks with trackers.
   *
   * @throws IOException with a sentence if the password file cannot be read
   */
  static ClientSettings client(TrackerSettings settings) throws IOException {
    Optional<DigestCredentials> digest = Optional.empty();
    if (!settings.user().isEmpty()) {
      Path file =
          settings
              .passwordFile()
              .orElseThrow(
                  () -> new IOException("tracker.user needs tracker.password_file: set both"));
      digest =
          Optional.of(
              new DigestCredentials(
                  settings.user(),
                  secret(file, "tracker.password_file").lines().findFirst().orElse("").strip()));
    }
    TlsFiles tls = new TlsFiles(settings.cert(), settings.key(), settings.ca());
    ClientSettings plain = ClientSettings.DEFAULT;
    return new ClientSettings(plain.peerId(), tls, digest, plain.times(), plain.responses());
  }

  /**
   * Who may use the tracker.
   *
   * @throws IOException with a sentence if the file of users cannot be read
   */
  static ServerSettings server(TrackerServerSettings settings) throws IOException {
    Optional<TlsFiles> tls =
        settings.tlsCert().isEmpty() && settings.tlsKey().isEmpty()
            ? Optional.empty()
            : Optional.of(new TlsFiles(settings.tlsCert(), settings.tlsKey(), settings.clientCa()));
    ClientCertificates certificates =
        settings.clientCa().isPresent() ? ClientCertificates.REQUIRED : ClientCertificates.NONE;
    return ServerSettings.of(new TrackerAccess(tls, certificates, users(settings)));
  }

  private static Optional<DigestUsers> users(TrackerServerSettings settings) throws IOException {
    if (settings.digestUsersFile().isEmpty()) {
      return Optional.empty();
    }
    Path file = settings.digestUsersFile().get();
    Map<String, String> passwords = new LinkedHashMap<>();
    int number = 0;
    for (String line : secret(file, "tracker_server.digest_users_file").lines().toList()) {
      number++;
      int colon = line.indexOf(':');
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (colon < 1) {
        throw new IOException(file + ":" + number + ": want USER:PASSWORD");
      }
      passwords.put(line.substring(0, colon), line.substring(colon + 1));
    }
    return Optional.of(new DigestUsers(settings.realm(), passwords, true));
  }

  private static String secret(Path file, String key) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > MAX_SECRET_BYTES) {
      throw new IOException(
          key + ": " + file + " cannot be read or is over 64 KiB: check its path and rights");
    }
    return Files.readString(file);
  }

  static StoreLimits limits(TrackerServerSettings settings) {
    StoreLimits plain = StoreLimits.DEFAULT;
    return new StoreLimits(
        settings.maxPeers(),
        settings.maxSwarms(),
        settings.maxPeersPerSwarm(),
        4 * settings.maxPeers(),
        plain.peersPerSource());
  }

  static StorePolicy policy(TrackerServerSettings settings, RandomGenerator random) {
    StorePolicy plain = StorePolicy.DEFAULT;
    return new StorePolicy(
        plain.initTimer(),
        settings.trackInterval().multipliedBy(3),
        settings.trackInterval(),
        plain.swarms(),
        ranking(settings.ranking(), random));
  }

  private static PeerRanking ranking(
      TrackerServerSettings.Ranking ranking, RandomGenerator random) {
    return switch (ranking) {
      case HELPERS -> new HelperRanking(random);
      case RANDOM -> PeerRanking.random();
    };
  }
}

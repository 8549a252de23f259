package tv.martlet.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tv.martlet.config.Layering.Placed;

/** Checks that settings which belong together agree; those that do not go back to the default. */
final class Agreement {
  private final Map<Key<?>, Placed> placed;
  private final List<Problem> problems;

  Agreement(Map<Key<?>, Placed> placed, List<Problem> problems) {
    this.placed = placed;
    this.problems = problems;
  }

  void check() {
    together("tracker.cert", "tracker.key");
    together("tracker.user", "tracker.password_file");
    together("tracker_server.tls_cert", "tracker_server.tls_key");
    together("mqtt.cert", "mqtt.key");
    needs("mqtt.password_file", "mqtt.user");
    needs("tracker_server.client_ca", "tracker_server.tls_cert");
    longer("peer.dead_after", "peer.keepalive");
  }

  private void together(String one, String other) {
    needs(one, other);
    needs(other, one);
  }

  private void needs(String one, String other) {
    if (isSet(one) && !isSet(other)) {
      report(one, "is set, but " + other + " is not: set both or neither", other);
    }
  }

  private void longer(String one, String other) {
    Duration longer = (Duration) at(one).value();
    Duration shorter = (Duration) at(other).value();
    if (longer.compareTo(shorter) <= 0) {
      report(one, "expected more than " + other + ", which is " + shorter.toMillis() + "ms", other);
    }
  }

  private void report(String one, String message, String other) {
    Origin origin = at(one).origin();
    problems.add(
        new Problem(
            origin.equals(Origin.BuiltIn.DEFAULT) ? at(other).origin() : origin, one, message));
    reset(one);
    reset(other);
  }

  private boolean isSet(String path) {
    Object value = at(path).value();
    return !value.equals("") && !value.equals(Optional.empty());
  }

  private Placed at(String path) {
    return placed.get(key(path));
  }

  private void reset(String path) {
    Key<?> key = key(path);
    try {
      placed.put(key, new Placed(key.type().read(key.preset()), Origin.BuiltIn.DEFAULT));
    } catch (BadValueException e) {
      throw new IllegalStateException("bad default of " + path, e);
    }
  }

  private static Key<?> key(String path) {
    return Schema.key(path).orElseThrow();
  }
}

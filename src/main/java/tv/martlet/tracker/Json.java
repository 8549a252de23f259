package tv.martlet.tracker;

import java.util.List;
import java.util.Map;

/** A JSON value that was read within bounds. */
sealed interface Json {
  /** An object: its members in the order they were read. */
  record Members(Map<String, Json> all) implements Json {}

  /** An array. */
  record Elements(List<Json> all) implements Json {}

  /** A string, or a number as it was written. */
  record Text(String value) implements Json {}

  /** {@code true}, {@code false} or {@code null}: no member of RFC 7846 takes one. */
  enum Constant implements Json {
    TRUE,
    FALSE,
    NULL
  }
}

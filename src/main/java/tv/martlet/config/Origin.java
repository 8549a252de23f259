package tv.martlet.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where a value came from; {@code toString} is what a user is shown. */
public sealed interface Origin {
  /** The table of defaults in the program itself. */
  enum BuiltIn implements Origin {
    /** The built-in default. */
    DEFAULT;

    @Override
    public String toString() {
      return "default";
    }
  }

  /** A line of a settings file; line 0 where the file as a whole is meant. */
  record FileLine(Path file, int line) implements Origin {
    @Override
    public String toString() {
      return line > 0 ? file + ":" + line : file.toString();
    }
  }

  /** An environment variable. */
  record Variable(String name) implements Origin {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A command-line option as it was typed. */
  record Option(String text) implements Origin {
    @Override
    public String toString() {
      return text;
    }
  }

  /** A table to which several layers added entries, the earliest first. */
  record Several(List<Origin> parts) implements Origin {
    /** Copies the list. */
    public Several {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return parts.stream().map(Origin::toString).collect(Collectors.joining(" + "));
    }
  }

  /** Joins the origin of a table with that of a later layer's additions to it. */
  default Origin and(Origin later) {
    List<Origin> parts = new ArrayList<>();
    if (this instanceof Several several) {
      parts.addAll(several.parts());
    } else if (this != BuiltIn.DEFAULT) {
      parts.add(this);
    }
    if (parts.isEmpty()) {
      return later;
    }
    parts.add(later);
    return new Several(parts);
  }
}

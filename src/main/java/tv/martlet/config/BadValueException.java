package tv.martlet.config;

/** A raw value that its key's type refuses. */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 60;

  private final String subPath;

  private BadValueException(String message, String subPath) {
    super(message);
    this.subPath = subPath;
  }

  static BadValueException of(String expected, Object found) {
    return new BadValueException("expected " + expected + ", found " + show(found), "");
  }

  static BadValueException saying(String sentence) {
    return new BadValueException(sentence, "");
  }

  /** The same refusal, of an entry below the key: {@code subPath} finds its line. */
  BadValueException below(String path, String name) {
    return new BadValueException(name + ": " + getMessage(), path + subPath);
  }

  /** Path of the entry below the key, to be appended to the key's own; empty for the key itself. */
  String subPath() {
    return subPath;
  }

  private static String show(Object found) {
    String text = found instanceof String ? "\"" + found + "\"" : String.valueOf(found);
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean;
  }
}

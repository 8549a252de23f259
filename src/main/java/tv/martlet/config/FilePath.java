package tv.martlet.config;

import com.google.gson.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The path of a file or folder; empty for none. */
record FilePath() implements ValueType<Optional<Path>> {
  @Override
  public Optional<Path> read(Object raw) throws BadValueException {
    if (raw instanceof String text && text.length() <= Text.MAX) {
      try {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
      } catch (InvalidPathException e) {
        throw BadValueException.of(expected(), raw);
      }
    }
    throw BadValueException.of(expected(), raw);
  }

  @Override
  public Object write(Optional<Path> value) {
    return value.map(Path::toString).orElse("");
  }

  @Override
  public String expected() {
    return "the path of a file or folder";
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "string");
    schema.addProperty("maxLength", Text.MAX);
    return schema;
  }
}

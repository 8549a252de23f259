package tv.martlet.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Typed looks at the members of one object; unknown members are never looked at (RFC 7846 §4.4).
 *
 * <p>What RFC 7846 writes both as a number and as a string, or as an object and as an array, is
 * taken either way.
 */
record Fields(Map<String, Json> members) {
  static Fields of(Json value, String what) throws MessageException {
    if (value instanceof Json.Members object) {
      return new Fields(object.all());
    }
    throw MessageException.bad(what + " is not an object");
  }

  boolean has(String name) {
    Json value = members.get(name);
    return value != null && value != Json.Constant.NULL;
  }

  /** The first of some spellings that is there. */
  Optional<Json> either(String... names) {
    for (String name : names) {
      if (has(name)) {
        return Optional.of(members.get(name));
      }
    }
    return Optional.empty();
  }

  String text(String name, int most) throws MessageException {
    String text = word(name, most);
    if (text.isEmpty()) {
      throw MessageException.bad(name + " is missing");
    }
    return text;
  }

  /** A printable string of bounded length; empty where absent. */
  String word(String name, int most) throws MessageException {
    if (!has(name)) {
      return "";
    }
    if (!(members.get(name) instanceof Json.Text text)) {
      throw MessageException.bad(name + " is not a string");
    }
    if (text.value().length() > most || text.value().chars().anyMatch(Character::isISOControl)) {
      throw MessageException.bad(name + " is over " + most + " characters or not printable");
    }
    return text.value();
  }

  <E extends Enum<E>> E choice(String name, Class<E> kind) throws MessageException {
    String word = text(name, MessageLimits.WORD_CHARS);
    for (E value : kind.getEnumConstants()) {
      if (value.name().equals(word)) {
        return value;
      }
    }
    throw MessageException.bad(name + " has an unknown value");
  }

  <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> kind)
      throws MessageException {
    return has(name) ? Optional.of(choice(name, kind)) : Optional.empty();
  }

  /** A whole number from 0; one above {@code most} counts as {@code most}. */
  OptionalLong number(String name, long most) throws MessageException {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    if (!(members.get(name) instanceof Json.Text text)) {
      throw MessageException.bad(name + " is not a number");
    }
    return OptionalLong.of(Math.min(most, WholeNumber.parse(name, text.value())));
  }

  OptionalInt smallNumber(String name) throws MessageException {
    OptionalLong number = number(name, Integer.MAX_VALUE);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  /** The objects of a member that is one object or an array of them; empty where absent. */
  List<Fields> objects(String name, int most) throws MessageException {
    return has(name) ? objects(name, members.get(name), most) : List.of();
  }

  static List<Fields> objects(String name, Json value, int most) throws MessageException {
    if (!(value instanceof Json.Elements array)) {
      return List.of(of(value, name));
    }
    if (array.all().size() > most) {
      throw MessageException.bad("more than " + most + " of " + name);
    }
    List<Fields> all = new ArrayList<>(array.all().size());
    for (Json element : array.all()) {
      all.add(of(element, name));
    }
    return all;
  }
}

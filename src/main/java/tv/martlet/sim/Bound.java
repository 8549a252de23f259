package tv.martlet.sim;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a key of a scenario may be. */
sealed interface Bound {
  /** The value that the raw one stands for; null where it is not what is expected. */
  Object read(Object raw);

  /** What is expected, such as {@code a number from 0 to 1}. */
  String expected();

  /** A number as a person writes it: 60, not 60.0. */
  static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** A whole number. */
  record Whole(int min, int max) implements Bound {
    @Override
    public Object read(Object raw) {
      return raw instanceof Long number && number >= min && number <= max
          ? (Object) number.intValue()
          : null;
    }

    @Override
    public String expected() {
      return "a whole number from " + min + " to " + max;
    }
  }

  /**
   * A number with or without a fraction.
   *
   * @param orZero 0 is allowed too, and means: not at all
   */
  record Decimal(double min, double max, boolean orZero) implements Bound {
    @Override
    public Object read(Object raw) {
      if (!(raw instanceof Long || raw instanceof Double)) {
        return null;
      }
      double value = ((Number) raw).doubleValue();
      return (value >= min && value <= max) || (orZero && value == 0) ? (Object) value : null;
    }

    @Override
    public String expected() {
      return (orZero ? "0 or " : "") + "a number from " + plain(min) + " to " + plain(max);
    }
  }

  /** Bits a second: a number, or a text with a unit, such as {@code "2.5M"}. */
  record Rate(double min, double max, boolean orZero) implements Bound {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?) ?([kMG]?)");

    @Override
    public Object read(Object raw) {
      Object number = raw instanceof String text ? parse(text) : raw;
      return new Decimal(min, max, orZero).read(number);
    }

    private static Object parse(String text) {
      Matcher form = FORM.matcher(text);
      return form.matches()
          ? (Object) (Double.parseDouble(form.group(1)) * unit(form.group(2)))
          : null;
    }

    private static double unit(String name) {
      return switch (name) {
        case "k" -> 1e3;
        case "M" -> 1e6;
        case "G" -> 1e9;
        default -> 1;
      };
    }

    @Override
    public String expected() {
      return (orZero ? "0 or " : "") + "a bit rate from " + write(min) + " to " + write(max);
    }

    private static String write(double rate) {
      for (String name : List.of("G", "M", "k")) {
        if (rate >= unit(name)) {
          return "\"" + plain(rate / unit(name)) + name + "\"";
        }
      }
      return plain(rate);
    }
  }

  /** Two numbers in a list, the least first. */
  record Range(double min, double max) implements Bound {
    @Override
    public Object read(Object raw) {
      if (!(raw instanceof List<?> list) || list.size() != 2) {
        return null;
      }
      Decimal bound = new Decimal(min, max, false);
      Object least = bound.read(list.get(0));
      Object most = bound.read(list.get(1));
      return least instanceof Double from && most instanceof Double to && from <= to
          ? new Scenario.Span(from, to)
          : null;
    }

    @Override
    public String expected() {
      return "[least, most], each a number from "
          + plain(min)
          + " to "
          + plain(max)
          + " and the least first";
    }
  }

  /** A sentence on one line. */
  record Sentence(int longest) implements Bound {
    @Override
    public Object read(Object raw) {
      return raw instanceof String text
              && !text.isBlank()
              && text.length() <= longest
              && text.chars().noneMatch(Character::isISOControl)
          ? text
          : null;
    }

    @Override
    public String expected() {
      return "a text of 1 to " + longest + " characters on one line";
    }
  }
}

package tv.martlet.tracker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole number as RFC 7846 writes it: {@code 5}, {@code "5"}, {@code "00"} or {@code 0x00}. */
final class WholeNumber {
  private static final Pattern DECIMAL = Pattern.compile("(\\d{1,40})(\\.0{1,9})?");
  private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,15})");

  private WholeNumber() {}

  /** What is too large for a long is its greatest value; what is below 0 is an error. */
  static long parse(String name, String text) throws MessageException {
    Matcher hex = HEX.matcher(text);
    if (hex.matches()) {
      return Long.parseLong(hex.group(1), 16);
    }
    Matcher decimal = DECIMAL.matcher(text);
    if (!decimal.matches()) {
      throw MessageException.bad(name + " is not a whole number from 0");
    }
    try {
      return Long.parseLong(decimal.group(1));
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}

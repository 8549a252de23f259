package tv.martlet.cli;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers with a unit on the command line, such as {@code 256MiB} and {@code 8M}. */
final class BenchQuantity {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([A-Za-z]{0,3})");

  private BenchQuantity() {}

  private static long parse(String text, Map<String, Long> units, String example) {
    Matcher form = FORM.matcher(text);
    Long unit = form.matches() ? units.get(form.group(2)) : null;
    if (unit == null) {
      throw new TypeConversionException("'" + text + "' is not a number like " + example);
    }
    return new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
  }

  /** A size: bytes. */
  static final class Bytes implements ITypeConverter<Long> {
    private static final Map<String, Long> UNITS =
        Map.of(
            "",
            1L,
            "B",
            1L,
            "kB",
            1_000L,
            "KiB",
            1L << 10,
            "MB",
            1_000_000L,
            "MiB",
            1L << 20,
            "GB",
            1_000_000_000L,
            "GiB",
            1L << 30);

    @Override
    public Long convert(String text) {
      return parse(text, UNITS, "256MiB");
    }
  }

  /** A rate: bits a second. */
  static final class BitRate implements ITypeConverter<Long> {
    private static final Map<String, Long> UNITS =
        Map.of("", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L);

    @Override
    public Long convert(String text) {
      return parse(text, UNITS, "8M");
    }
  }
}

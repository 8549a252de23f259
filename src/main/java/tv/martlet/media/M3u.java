package tv.martlet.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * M3U channel lists with the attributes that IPTV players know.
 *
 * <pre>
 * #EXTM3U
 * #EXTINF:-1 tvg-id="a" tvg-name="A" tvg-chno="1" tvg-logo="http://…" group-title="News",Title
 * http://…
 * </pre>
 *
 * Reading is tolerant: a missing head, unknown lines and attributes, and entries without #EXTINF
 * are taken as they come; what is beyond a bound is left out.
 */
public final class M3u {
  /** Characters read of a list. */
  public static final int MAX_CHARS = 4 << 20;

  /** Entries read of a list. */
  public static final int MAX_ENTRIES = 10_000;

  /** A longer line is left out. */
  public static final int MAX_LINE = 8_192;

  private static final String HEAD = "#EXTM3U";
  private static final String INFO = "#EXTINF:";
  private static final String GROUP = "#EXTGRP:";

  /**
   * One channel of a list; what is absent is empty.
   *
   * @param uri where it plays
   * @param title what players show
   * @param id tvg-id, by which a programme guide knows it
   * @param name tvg-name
   * @param number tvg-chno, 0 if absent
   * @param logo tvg-logo
   * @param group group-title
   */
  public record Entry(
      String uri, String title, String id, String name, int number, String logo, String group) {
    /** A channel with nothing but an address and a title. */
    public static Entry of(String uri, String title) {
      return new Entry(uri, title, "", "", 0, "", "");
    }
  }

  private M3u() {}

  /** Reads a list. */
  public static List<Entry> read(String text) {
    List<Entry> entries = new ArrayList<>();
    String info = "";
    String group = "";
    int at = text.startsWith("\uFEFF") ? 1 : 0;
    int end = Math.min(text.length(), MAX_CHARS);
    while (at < end && entries.size() < MAX_ENTRIES) {
      int next = lineEnd(text, at, end);
      String line = next - at > MAX_LINE ? "#" : text.substring(at, next).strip();
      at = next + 1;
      if (startsWith(line, INFO)) {
        info = line.substring(INFO.length());
      } else if (startsWith(line, GROUP)) {
        group = line.substring(GROUP.length()).strip();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(line, info, group));
        info = "";
        group = "";
      }
    }
    return entries;
  }

  private static int lineEnd(String text, int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private static boolean startsWith(String line, String tag) {
    return line.regionMatches(true, 0, tag, 0, tag.length());
  }

  private static Entry entry(String uri, String info, String groupLine) {
    int comma = titleComma(info);
    String attributes = comma < 0 ? info : info.substring(0, comma);
    String title = comma < 0 ? "" : info.substring(comma + 1).strip();
    String name = attribute(attributes, "tvg-name");
    String group = attribute(attributes, "group-title");
    return new Entry(
        uri,
        !title.isEmpty() ? title : !name.isEmpty() ? name : uri,
        attribute(attributes, "tvg-id"),
        name,
        number(attribute(attributes, "tvg-chno")),
        attribute(attributes, "tvg-logo"),
        group.isEmpty() ? groupLine : group);
  }

  /** The first comma outside quotes; behind it stands the title. */
  private static int titleComma(String info) {
    boolean quoted = false;
    for (int i = 0; i < info.length(); i++) {
      char c = info.charAt(i);
      quoted ^= c == '"';
      if (c == ',' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static String attribute(String attributes, String key) {
    String start = key + "=\"";
    int at = attributes.toLowerCase(Locale.ROOT).indexOf(start);
    int from = at + start.length();
    int end = at < 0 ? -1 : attributes.indexOf('"', from);
    return end < 0 ? "" : attributes.substring(from, end).strip();
  }

  private static int number(String digits) {
    try {
      return Math.max(0, Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Writes a list that {@link #read} reads back. */
  public static String write(List<Entry> entries) {
    StringBuilder out = new StringBuilder(HEAD).append('\n');
    for (Entry e : entries) {
      out.append(INFO).append("-1");
      attribute(out, "tvg-id", e.id());
      attribute(out, "tvg-name", e.name());
      attribute(out, "tvg-chno", e.number() > 0 ? Integer.toString(e.number()) : "");
      attribute(out, "tvg-logo", e.logo());
      attribute(out, "group-title", e.group());
      out.append(',').append(oneLine(e.title())).append('\n').append(oneLine(e.uri())).append('\n');
    }
    return out.toString();
  }

  private static void attribute(StringBuilder out, String key, String value) {
    if (!value.isEmpty()) {
      // The format knows no escape for a quote.
      out.append(' ').append(key).append("=\"").append(oneLine(value).replace('"', '\''));
      out.append('"');
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\r\\n\\t]+", " ").strip();
  }
}

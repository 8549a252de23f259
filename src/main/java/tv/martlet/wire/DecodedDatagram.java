package tv.martlet.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tv.martlet.wire.MessageReader.Outcome;

/**
 * A datagram put into words.
 *
 * @param channel the destination channel, 0 where the datagram has none
 * @param messages those before the first invalid one
 * @param outcome why reading stopped
 * @param note a sentence about what could not be read, or the empty string
 */
public record DecodedDatagram(int channel, List<Message> messages, Outcome outcome, String note) {
  /**
   * One message.
   *
   * @param name as in RFC 7574 Table 7
   * @param fields in their order on the wire; values are strings, numbers and lists of strings
   */
  public record Message(String name, Map<String, Object> fields) {
    @Override
    public String toString() {
      return fields.entrySet().stream()
          .map(e -> " " + e.getKey() + "=" + e.getValue())
          .collect(Collectors.joining("", name, ""));
    }
  }

  public DecodedDatagram {
    messages = List.copyOf(messages);
  }

  /** One line for the datagram, one for each message, one for what is wrong. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "channel " + hex(channel) + (messages.isEmpty() && note.isEmpty() ? " keep-alive" : ""));
    messages.forEach(message -> lines.add("  " + message));
    if (!note.isEmpty()) {
      lines.add("  ! " + note);
    }
    return lines;
  }

  static String hex(int channel) {
    return String.format(Locale.ROOT, "%08x", channel);
  }
}

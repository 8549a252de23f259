package tv.martlet.http;

import java.util.Objects;

/**
 * One channel as the web lists it.
 *
 * @param id stands in URLs ({@code /channel/ID.ts}); any text, escaped where it is written
 * @param name what a person reads
 */
public record ChannelEntry(String id, String name) {
  public ChannelEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }
}

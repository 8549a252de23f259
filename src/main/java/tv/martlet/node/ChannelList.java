package tv.martlet.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.config.ChannelsSettings;
import tv.martlet.media.M3u;
import tv.martlet.node.BoxChannel.Extras;

/**
 * What can be watched: the {@code [[channel]]} tables, then the M3U list. Immutable; entries with a
 * wrong address are left out and told in {@link #problems}.
 */
final class ChannelList {
  /** Nothing. */
  static final ChannelList EMPTY = of(List.of(), "");

  static final int MAX_ID = 64;
  static final int MAX_NAME = 200;
  static final int MAX_URI = 2_048;
  private static final int MAX_PROBLEMS = 16;
  private static final int SHORT_ID = 16;

  private final Set<String> tables = new HashSet<>();
  private final Map<String, BoxChannel> byId = new LinkedHashMap<>();
  private final Map<String, BoxChannel> bySwarm = new HashMap<>();
  private final List<BoxChannel> channels;
  private final List<String> problems = new ArrayList<>();

  private ChannelList(List<ChannelsSettings.Channel> own, List<M3u.Entry> entries) {
    for (ChannelsSettings.Channel table : own) {
      tables.add(table.id());
      String name = ppsp(table.uri()).map(ChunkUri::name).orElse(table.id());
      add(new BoxChannel(table.id(), name, 0, table.uri(), Extras.NONE));
    }
    entries.forEach(this::add);
    this.channels = numbered(List.copyOf(byId.values()));
    for (BoxChannel channel : channels) {
      byId.put(channel.id(), channel);
      swarm(channel.uri()).ifPresent(id -> bySwarm.putIfAbsent(id, channel));
    }
  }

  /**
   * Makes the list.
   *
   * @param m3u text of a list, empty for none
   */
  static ChannelList of(List<ChannelsSettings.Channel> tables, String m3u) {
    return new ChannelList(tables, M3u.read(m3u));
  }

  /** In the order in which a person should see them. */
  List<BoxChannel> channels() {
    return channels;
  }

  /** Sentences about entries that were left out; at most a few. */
  List<String> problems() {
    return problems;
  }

  private void add(M3u.Entry entry) {
    String wanted = slug(entry.id().isEmpty() ? entry.title() : entry.id());
    if (tables.contains(wanted)) {
      return; // the settings have the last word
    }
    add(
        new BoxChannel(
            free(wanted.isEmpty() ? "channel-" + (byId.size() + 1) : wanted),
            cut(entry.title()),
            entry.number(),
            entry.uri(),
            new Extras(entry.logo(), entry.group())));
  }

  private void add(BoxChannel channel) {
    Optional<String> wrong = wrong(channel.uri());
    if (wrong.isEmpty()) {
      byId.put(channel.id(), channel);
    } else if (problems.size() < MAX_PROBLEMS) {
      problems.add("channel " + channel.id() + ": " + wrong.get());
    }
  }

  private static Optional<String> wrong(String uri) {
    String scheme = scheme(uri);
    if (uri.length() > MAX_URI || uri.chars().anyMatch(c -> c <= ' ')) {
      return Optional.of("its address is longer than " + MAX_URI + " characters or has blanks");
    }
    if (List.of("http", "https", "udp", "rtp").contains(scheme)) {
      return Optional.empty();
    }
    if (!scheme.equals("ppsp")) {
      return Optional.of(
          "its address must begin with ppsp://, http://, https://, udp:// or rtp://");
    }
    try {
      ChunkUri.parse(uri);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static String scheme(String uri) {
    int end = uri.indexOf("://");
    return end < 0 ? "" : uri.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /** Lists without numbers are numbered from the top. */
  private static List<BoxChannel> numbered(List<BoxChannel> all) {
    if (all.stream().anyMatch(channel -> channel.number() > 0)) {
      return all;
    }
    List<BoxChannel> numbered = new ArrayList<>();
    for (BoxChannel c : all) {
      numbered.add(new BoxChannel(c.id(), c.name(), numbered.size() + 1, c.uri(), c.extras()));
    }
    return List.copyOf(numbered);
  }

  /** As an id may be in settings, addresses and topics; empty if nothing is left. */
  private static String slug(String text) {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < text.length() && id.length() < MAX_ID; i++) {
      char c = text.charAt(i);
      boolean letter = c < 128 && Character.isLetterOrDigit(c);
      if (letter || (id.length() > 0 && (c == '.' || c == '_' || c == '-'))) {
        id.append(c);
      } else if (id.length() > 0 && id.charAt(id.length() - 1) != '-') {
        id.append('-');
      }
    }
    return id.toString();
  }

  /** The id, or where it is taken, with a number behind it. */
  private String free(String wanted) {
    String id = wanted;
    for (int i = 2; byId.containsKey(id); i++) {
      String suffix = "-" + i;
      id = wanted.substring(0, Math.min(wanted.length(), MAX_ID - suffix.length())) + suffix;
    }
    return id;
  }

  private static String cut(String text) {
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
  }

  /**
   * The channel of an id, a number, a name whatever the case, or a {@code ppsp://} address.
   *
   * @throws RefusedCommandException when there is none
   */
  BoxChannel find(String which) throws RefusedCommandException {
    BoxChannel known = byId.get(which);
    if (known != null) {
      return known;
    }
    if (scheme(which).equals("ppsp")) {
      return ofAddress(which);
    }
    for (BoxChannel channel : channels) {
      if (channel.number() > 0 && Integer.toString(channel.number()).equals(which)) {
        return channel;
      }
    }
    for (BoxChannel channel : channels) {
      if (channel.name().equalsIgnoreCase(which.strip())) {
        return channel;
      }
    }
    throw new RefusedCommandException(
        "there is no channel \""
            + cut(which)
            + "\": name one of the list by id, number or name, or its ppsp:// address");
  }

  private BoxChannel ofAddress(String uri) throws RefusedCommandException {
    Optional<String> wrong = wrong(uri);
    if (wrong.isPresent()) {
      throw new RefusedCommandException(wrong.get());
    }
    ChunkUri parsed = ChunkUri.parse(uri);
    String id = parsed.metadata().id().toString();
    BoxChannel known = bySwarm.get(id);
    if (known != null) {
      // Who is asked for it is as was said; what it is called, as the list has it.
      return new BoxChannel(known.id(), known.name(), known.number(), uri, known.extras());
    }
    String name = parsed.name() == null ? id.substring(0, SHORT_ID) : cut(parsed.name());
    return new BoxChannel(id.substring(0, SHORT_ID), name, 0, uri, Extras.NONE);
  }

  /**
   * The channel so many places on, around the ends; from nowhere the first or the last.
   *
   * @throws RefusedCommandException when the list is empty
   */
  BoxChannel step(String fromId, int by) throws RefusedCommandException {
    if (channels.isEmpty()) {
      throw new RefusedCommandException(
          "there are no channels: set channels.list, or add [[channel]] tables");
    }
    BoxChannel from = byId.get(fromId);
    int at = from == null ? (by > 0 ? -1 : 0) : channels.indexOf(from);
    return channels.get(Math.floorMod((long) at + by, channels.size()));
  }

  /** What the list calls a channel that may have been named by its address; itself if nothing. */
  BoxChannel listed(BoxChannel channel) {
    return swarm(channel.uri()).map(bySwarm::get).orElse(channel);
  }

  private static Optional<String> swarm(String uri) {
    return ppsp(uri).map(parsed -> parsed.metadata().id().toString());
  }

  /** The address of a swarm; empty for any other. */
  static Optional<ChunkUri> ppsp(String uri) {
    try {
      return scheme(uri).equals("ppsp") ? Optional.of(ChunkUri.parse(uri)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

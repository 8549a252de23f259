package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.config.ChannelsSettings;
import tv.martlet.config.Settings;
import tv.martlet.media.M3u;

/** The channels that this node knows by id: those of the settings, then those of the M3U list. */
final class ChannelList {
  private final Map<String, ChunkUri> byId = new LinkedHashMap<>();

  private ChannelList() {}

  /**
   * Reads the list.
   *
   * @throws IOException if the file of the list cannot be read
   * @throws IllegalArgumentException with a sentence that names the channel whose address is wrong
   */
  static ChannelList of(Settings settings) throws IOException {
    ChannelList list = new ChannelList();
    for (ChannelsSettings.Channel channel : settings.channels().channel()) {
      list.byId.put(channel.id(), parsed(channel.id(), channel.uri()));
    }
    String file = settings.channels().list();
    if (!file.isEmpty()) {
      list.addAll(file);
    }
    return list;
  }

  private void addAll(String file) throws IOException {
    if (file.startsWith("http:") || file.startsWith("https:")) {
      throw new IllegalArgumentException(
          "channels.list: only a file is read so far; fetch " + file + " and name the file");
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw new IOException(
          "channels.list: " + file + " cannot be read: check its path and rights");
    }
    for (M3u.Entry entry : M3u.read(Files.readString(path))) {
      if (entry.uri().startsWith("ppsp:")) {
        String id = entry.id().isEmpty() ? "channel-" + (byId.size() + 1) : entry.id();
        byId.putIfAbsent(id, parsed(id, entry.uri()));
      }
    }
  }

  private static ChunkUri parsed(String id, String uri) {
    try {
      return ChunkUri.parse(uri);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("channel " + id + ": " + e.getMessage(), e);
    }
  }

  /** The channel of an id, or of an address itself. */
  ChunkUri get(String idOrUri) {
    if (idOrUri.startsWith("ppsp:")) {
      return ChunkUri.parse(idOrUri);
    }
    ChunkUri uri = byId.get(idOrUri);
    if (uri == null) {
      throw new IllegalArgumentException(
          "there is no channel "
              + idOrUri
              + ": add a [[channel]] table or name its ppsp:// address");
    }
    return uri;
  }
}

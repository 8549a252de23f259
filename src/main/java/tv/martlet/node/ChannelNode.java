package tv.martlet.node;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.config.Settings;
import tv.martlet.player.MpvPlayer;
import tv.martlet.player.Player;
import tv.martlet.player.PlayerException;
import tv.martlet.player.PlayerSettings;

/**
 * The roles of a viewer, a TV box and a relay: receives channels, passes them on, serves them over
 * HTTP and shows one of them where there is a player.
 */
public final class ChannelNode implements AutoCloseable {
  private static final int MAX_CHANNELS = 64;

  private final Station station;
  private final Map<String, LiveChannel> channels = new LinkedHashMap<>();
  private final NodeWeb web;
  private final ScheduledExecutorService clerk =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "martlet-clerk");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String status = "{}";
  private Player player;

  private ChannelNode(Station station, Map<String, ChunkUri> wanted, Optional<String> shown)
      throws IOException {
    this.station = station;
    Settings settings = station.settings();
    if (wanted.size() > MAX_CHANNELS) {
      throw new IllegalArgumentException("at most " + MAX_CHANNELS + " channels at a time");
    }
    long maxAge = EngineNumbers.micros(settings.peer().munroMaxAge());
    wanted.forEach(
        (id, uri) ->
            channels.put(
                id,
                station.add(
                    LiveChannel.join(station.host(), uri, settings.ring().bytes(), maxAge))));
    this.web = station.add(NodeWeb.start(settings.http(), channels, () -> status, station.web()));
    if (shown.isPresent()) {
      show(shown.get(), settings.player());
    }
    startClerk();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // runs until closed
  private void startClerk() {
    clerk.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  private void show(String id, PlayerSettings settings) throws IOException {
    if (settings.backend() == PlayerSettings.Backend.NONE) {
      return;
    }
    try {
      player = station.add(MpvPlayer.start(settings));
      player.play(web.streamUrl(id), channels.get(id).name());
    } catch (PlayerException e) {
      if (settings.backend() == PlayerSettings.Backend.MPV) {
        throw new IOException(e.getMessage(), e);
      }
      Logger.info("no player: {}", e.getMessage());
    }
  }

  /**
   * The node of the settings: its relayed channels, and the one that is played.
   *
   * @throws IOException with a sentence that says what to change
   * @throws IllegalArgumentException likewise
   */
  public static ChannelNode run(Settings settings) throws IOException {
    ChannelList list = ChannelList.of(settings);
    Map<String, ChunkUri> wanted = new LinkedHashMap<>();
    String shown = settings.channels().play();
    if (!shown.isEmpty()) {
      wanted.put(shown, list.get(shown));
    }
    for (String relayed : settings.relay().channels()) {
      ChunkUri uri = list.get(relayed);
      String id = relayed.startsWith("ppsp:") ? "relay-" + (wanted.size() + 1) : relayed;
      wanted.putIfAbsent(id, uri);
    }
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to do: set channels.play to a channel, or relay.channels to a list of them");
    }
    return start(settings, wanted, shown.isEmpty() ? Optional.empty() : Optional.of(shown));
  }

  /** Plays one channel by its address; its id is {@code live}. */
  public static ChannelNode play(Settings settings, String uri) throws IOException {
    return start(settings, Map.of("live", ChunkUri.parse(uri)), Optional.of("live"));
  }

  /**
   * The same, and keeps a file of it.
   *
   * @param record the file; must not be there yet
   */
  public static ChannelNode play(Settings settings, String uri, Path record) throws IOException {
    ChannelNode node = play(settings, uri);
    try {
      node.channels.get("live").record(record);
      return node;
    } catch (IOException e) {
      node.close();
      throw e;
    }
  }

  /** Bytes recorded so far. */
  long recordedBytes() {
    return channels.get("live").recordedBytes();
  }

  /** Completes the recording; empty if there is none. */
  public CompletableFuture<Optional<Recorded>> finishRecording() {
    return channels.get("live").finishRecording();
  }

  private static ChannelNode start(
      Settings settings, Map<String, ChunkUri> wanted, Optional<String> shown) throws IOException {
    Station station = new Station(settings);
    try {
      return new ChannelNode(station, wanted, shown);
    } catch (IOException | RuntimeException e) {
      station.close();
      throw e;
    }
  }

  /** Addresses of the streams on this machine, by channel. */
  public Map<String, String> streams() {
    Map<String, String> urls = new LinkedHashMap<>();
    channels.keySet().forEach(id -> urls.put(id, web.streamUrl(id)));
    return urls;
  }

  /** Where neighbours find this peer. */
  public int peerPort() {
    return station.host().address().getPort();
  }

  /** Figures of each channel. */
  public Map<String, ChannelFigures> figures() {
    Map<String, ChannelFigures> all = new LinkedHashMap<>();
    channels.forEach((id, channel) -> all.put(id, channel.figures()));
    return all;
  }

  /** Once a second: the status page's JSON. */
  private void look() {
    try {
      Map<String, ChannelFigures> all = figures();
      status = new Gson().toJson(Map.of("peer_port", peerPort(), "channels", all));
    } catch (RuntimeException e) {
      Logger.debug("status: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    clerk.shutdownNow();
    station.close();
  }
}

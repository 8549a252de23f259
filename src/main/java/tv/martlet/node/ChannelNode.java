package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.config.Settings;
import tv.martlet.player.Player;
import tv.martlet.player.PlayerException;
import tv.martlet.player.PlayerSettings;

/**
 * The role of a viewer: receives one channel, passes it on, serves it over HTTP and shows it where
 * there is a player.
 */
public final class ChannelNode implements Watched, AutoCloseable {
  private static final String ID = "live";

  private final Station station;
  private final LiveChannel channel;
  private final NodeWeb web;

  private ChannelNode(Station station, ChunkUri uri) throws IOException {
    this.station = station;
    Settings settings = station.settings();
    this.channel = station.add(station.join(uri));
    this.web =
        station.add(
            NodeWeb.start(
                settings.http(),
                Front.watching(settings.node().name(), station.host(), Map.of(ID, channel)),
                station.web()));
    show(settings.player());
  }

  private void show(PlayerSettings settings) throws IOException {
    if (settings.backend() == PlayerSettings.Backend.NONE) {
      return;
    }
    try {
      Player player = station.add(Player.open(settings));
      player.play(web.streamUrl(ID), channel.name());
    } catch (PlayerException e) {
      if (settings.backend() != PlayerSettings.Backend.AUTO) {
        throw new IOException(e.getMessage(), e);
      }
      Logger.info("no player: {}", e.getMessage());
    }
  }

  /** Plays one channel by its address; its id is {@code live}. */
  public static ChannelNode play(Settings settings, String uri) throws IOException {
    ChunkUri parsed = ChunkUri.parse(uri);
    Station station = new Station(settings);
    try {
      return new ChannelNode(station, parsed);
    } catch (IOException | RuntimeException e) {
      station.close();
      throw e;
    }
  }

  /**
   * The same, and keeps a file of it.
   *
   * @param record the file; must not be there yet
   */
  public static ChannelNode play(Settings settings, String uri, Path record) throws IOException {
    ChannelNode node = play(settings, uri);
    try {
      node.channel.record(record);
      return node;
    } catch (IOException e) {
      node.close();
      throw e;
    }
  }

  /** Bytes recorded so far. */
  long recordedBytes() {
    return channel.recordedBytes();
  }

  /** Completes the recording; empty if there is none. */
  public CompletableFuture<Optional<Recorded>> finishRecording() {
    return channel.finishRecording();
  }

  @Override
  public Map<String, String> streams() {
    return Map.of(ID, web.streamUrl(ID));
  }

  @Override
  public int peerPort() {
    return station.host().address().getPort();
  }

  @Override
  public Map<String, ChannelFigures> figures() {
    return Map.of(ID, channel.figures());
  }

  @Override
  public void close() {
    station.close();
  }
}

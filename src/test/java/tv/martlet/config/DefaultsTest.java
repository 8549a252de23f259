package tv.martlet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.board.BoardSettings;
import tv.martlet.chunk.RingSettings;
import tv.martlet.http.HttpSettings;
import tv.martlet.peer.PeerSettings;
import tv.martlet.player.PlayerSettings;
import tv.martlet.remote.MqttSettings;
import tv.martlet.tracker.TrackerServerSettings;
import tv.martlet.tracker.TrackerSettings;

/** Pins every default and every mapping from key to record component. */
class DefaultsTest {
  private static final Optional<Path> NONE = Optional.empty();

  @TempDir Path root;

  @Test
  void everyDefault() throws BadSettingsException {
    Settings settings = Settings.load(new Tree(root).sources());
    Path state = root.resolve("var/lib/martlet");
    assertEquals(new NodeSettings("martlet", "martlet", state), settings.node());
    assertEquals(
        new PeerSettings(
            socket("::", 6778),
            48,
            1024,
            0,
            0,
            true,
            true,
            PeerSettings.Congestion.DEADLINE,
            Duration.ofMillis(60),
            Duration.ofMillis(500),
            Duration.ofMillis(700),
            Duration.ofSeconds(20),
            Duration.ofSeconds(180),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            1L << 40),
        settings.peer());
    assertEquals(new RingSettings(16 << 20), settings.ring());
    assertEquals(new TrackerSettings(List.of(), NONE, "", NONE, NONE, NONE), settings.tracker());
    assertEquals(
        new TrackerServerSettings(
            socket("::", 6779),
            1000,
            20_000,
            5000,
            Duration.ofSeconds(60),
            TrackerServerSettings.Ranking.HELPERS,
            NONE,
            NONE,
            NONE,
            NONE,
            "martlet"),
        settings.trackerServer());
    assertEquals(new HttpSettings(socket("127.0.0.1", 8778), 64, List.of(), NONE), settings.http());
    assertEquals(
        new PlayerSettings(PlayerSettings.Backend.NONE, "mpv", List.of(), "auto", "auto", "auto"),
        settings.player());
    assertEquals(
        new BoardSettings(
            false, 5, 6, 13, 19, 3, 17, Duration.ofMillis(20), Duration.ofMillis(800), true),
        settings.board());
    assertEquals(new ChannelsSettings("", "", List.of()), settings.channels());
    assertEquals(new RelaySettings(List.of()), settings.relay());
    assertEquals(
        new MqttSettings(
            "",
            "",
            NONE,
            NONE,
            NONE,
            NONE,
            false,
            List.of(),
            "martlet",
            true,
            Duration.ofSeconds(5)),
        settings.mqtt());
    assertEquals(
        new BroadcastSettings("", NONE, 1024, 16, BroadcastSettings.Addressing.CHUNKS64, NONE),
        settings.broadcast());
    assertEquals(new LogSettings(LogSettings.Level.INFO, Map.of()), settings.log());
    assertTrue(settings.all().stream().allMatch(s -> s.origin().equals(Origin.BuiltIn.DEFAULT)));
  }

  private static final String EVERY_KEY =
      """
      [node]
      id = "box-1"
      name = "Kitchen"
      data_dir = "/srv/m"
      [peer]
      listen = "192.0.2.1:7000"
      max_neighbours = 10
      max_channels = 20
      upload_limit = "8M"
      upload_slots = 4
      pex = false
      pex_private_only = false
      congestion = "ledbat"
      ledbat_target = "25ms"
      start_buffer = "1.5s"
      live_offset = "2s"
      keepalive = "30s"
      dead_after = "2m"
      handshake_timeout = "750ms"
      blacklist = "1h"
      munro_max_age = "45s"
      max_content = "2GB"
      [ring]
      bytes = "8MiB"
      [tracker]
      urls = ["https://t.example:6779/", "http://192.0.2.9"]
      ca = "/ca.pem"
      user = "u"
      password_file = "/pw"
      cert = "/c.pem"
      key = "/k.pem"
      [tracker_server]
      listen = "tracker.example:1"
      max_swarms = 2
      max_peers = 3
      max_peers_per_swarm = 4
      track_interval = "5s"
      ranking = "random"
      tls_cert = "/tc.pem"
      tls_key = "/tk.pem"
      client_ca = "/cca.pem"
      digest_users_file = "/users"
      realm = "r"
      [http]
      listen = "[::1]:80"
      max_clients = 5
      allowed_hosts = ["box.lan"]
      token_file = "/token"
      [player]
      backend = "auto"
      command = "/usr/bin/mpv"
      options = ["--fs", "--title=A B"]
      video_output = "drm"
      audio_output = "alsa"
      hwdec = "v4l2m2m-copy"
      [board]
      enabled = true
      channel_up = 20
      channel_down = 21
      volume_up = 22
      volume_down = 23
      power = 24
      light = -1
      debounce = "5ms"
      long_press = "1s"
      active_low = false
      [channels]
      list = "/channels.m3u"
      play = "one"
      [relay]
      channels = ["one", "ppsp://t.example:1/0d00"]
      [mqtt]
      broker = "mqtts://b.example:8883"
      user = "mu"
      password_file = "/mpw"
      ca = "/mca.pem"
      cert = "/mc.pem"
      key = "/mk.pem"
      allow_plain = true
      groups = ["hall", "floor-2"]
      prefix = "site/tv"
      discovery = false
      interval = "10s"
      [broadcast]
      input = "udp://@:1234"
      key = "/b.pem"
      chunk_size = 1316
      munro = 32
      addressing = "bins32"
      state = "/b.state"
      [log]
      level = "warn"
      levels = { peer = "debug" }
      [[channel]]
      id = "one"
      uri = "ppsp://t.example:6779/0d01"
      """;

  @Test
  void everyMapping() throws BadSettingsException {
    Tree tree = new Tree(root);
    tree.write(Tree.MAIN, EVERY_KEY);
    Settings settings = Settings.load(tree.sources());
    assertEquals(new NodeSettings("box-1", "Kitchen", Path.of("/srv/m")), settings.node());
    assertEquals(
        new PeerSettings(
            socket("192.0.2.1", 7000),
            10,
            20,
            8_000_000,
            4,
            false,
            false,
            PeerSettings.Congestion.LEDBAT,
            Duration.ofMillis(25),
            Duration.ofMillis(1500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMillis(750),
            Duration.ofHours(1),
            Duration.ofSeconds(45),
            2_000_000_000),
        settings.peer());
    assertEquals(new RingSettings(8 << 20), settings.ring());
    assertEquals(
        new TrackerSettings(
            List.of("https://t.example:6779/", "http://192.0.2.9"),
            path("/ca.pem"),
            "u",
            path("/pw"),
            path("/c.pem"),
            path("/k.pem")),
        settings.tracker());
    assertEquals(
        new TrackerServerSettings(
            InetSocketAddress.createUnresolved("tracker.example", 1),
            2,
            3,
            4,
            Duration.ofSeconds(5),
            TrackerServerSettings.Ranking.RANDOM,
            path("/tc.pem"),
            path("/tk.pem"),
            path("/cca.pem"),
            path("/users"),
            "r"),
        settings.trackerServer());
    everyOtherMapping(settings);
    assertTrue(settings.all().stream().noneMatch(s -> s.origin().equals(Origin.BuiltIn.DEFAULT)));
  }

  private static void everyOtherMapping(Settings settings) {
    assertEquals(
        new HttpSettings(socket("::1", 80), 5, List.of("box.lan"), Optional.of(Path.of("/token"))),
        settings.http());
    assertEquals(
        new PlayerSettings(
            PlayerSettings.Backend.AUTO,
            "/usr/bin/mpv",
            List.of("--fs", "--title=A B"),
            "drm",
            "alsa",
            "v4l2m2m-copy"),
        settings.player());
    assertEquals(
        new BoardSettings(
            true, 20, 21, 22, 23, 24, -1, Duration.ofMillis(5), Duration.ofSeconds(1), false),
        settings.board());
    assertEquals(
        new ChannelsSettings(
            "/channels.m3u",
            "one",
            List.of(new ChannelsSettings.Channel("one", "ppsp://t.example:6779/0d01"))),
        settings.channels());
    assertEquals(new RelaySettings(List.of("one", "ppsp://t.example:1/0d00")), settings.relay());
    assertEquals(
        new MqttSettings(
            "mqtts://b.example:8883",
            "mu",
            path("/mpw"),
            path("/mca.pem"),
            path("/mc.pem"),
            path("/mk.pem"),
            true,
            List.of("hall", "floor-2"),
            "site/tv",
            false,
            Duration.ofSeconds(10)),
        settings.mqtt());
    assertEquals(
        new BroadcastSettings(
            "udp://@:1234",
            path("/b.pem"),
            1316,
            32,
            BroadcastSettings.Addressing.BINS32,
            path("/b.state")),
        settings.broadcast());
    assertEquals(
        new LogSettings(LogSettings.Level.WARN, Map.of("peer", LogSettings.Level.DEBUG)),
        settings.log());
  }

  @Test
  void everyKeyHasAComponentAndEveryComponentAKey() {
    for (Section section : Schema.SECTIONS) {
      List<String> keys = section.keys().stream().map(Key::component).sorted().toList();
      List<String> components =
          Arrays.stream(section.target().getRecordComponents())
              .map(RecordComponent::getName)
              .sorted()
              .toList();
      assertEquals(components, keys, section.name());
    }
  }

  @Test
  void noTwoKeysShareAVariable() {
    List<String> names = Schema.keys().stream().map(Key::variable).toList();
    assertEquals(names.size(), names.stream().distinct().count());
    assertTrue(names.contains("MARTLET_TRACKER_SERVER_MAX_PEERS"));
  }

  private static InetSocketAddress socket(String literal, int port) {
    return new InetSocketAddress(literal, port);
  }

  private static Optional<Path> path(String path) {
    return Optional.of(Path.of(path));
  }
}

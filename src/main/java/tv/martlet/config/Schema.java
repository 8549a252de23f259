package tv.martlet.config;

import static tv.martlet.config.Quantity.bitRate;
import static tv.martlet.config.Quantity.size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tv.martlet.chunk.RingSettings;
import tv.martlet.http.HttpSettings;
import tv.martlet.peer.PeerSettings;
import tv.martlet.remote.MqttSettings;
import tv.martlet.tracker.TrackerServerSettings;
import tv.martlet.tracker.TrackerSettings;

/**
 * The one table of all settings: name, type with bounds, default, and a line of documentation. The
 * checks, {@code config show}, the JSON schema and the example file all come from here.
 */
final class Schema {
  static final String ID_FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final String TOPIC_FORM = "[A-Za-z0-9_-]{1,32}(/[A-Za-z0-9_-]{1,32}){0,3}";
  private static final int MANY = 256;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long MIB = 1L << 20;
  private static final long TIB = 1L << 40;
  private static final FilePath PATH = new FilePath();
  static final Text WORD = Text.form("a word of letters, digits and . _ , -", "[\\w.,-]+");

  static final List<Section> SECTIONS =
      List.of(
          Section.of(
              "node",
              NodeSettings.class,
              "The node itself.",
              key(
                  "node.id",
                  Text.form("an id of at most 64 letters, digits, \".\", \"_\" and \"-\"", ID_FORM)
                      .orEmpty(),
                  "",
                  "Name in topics and logs; \"\" makes one of the host name and the machine id."),
              key("node.name", Text.line(), "", "What people call the node; \"\" takes the id."),
              key(
                  "node.data_dir",
                  PATH,
                  "",
                  "Folder for what the node keeps; \"\" is /var/lib/martlet, or a folder of the"
                      + " user's own where that cannot be written.")),
          Section.of(
              "peer",
              PeerSettings.class,
              "How the node behaves in its swarms.",
              key("peer.listen", new Address(), "[::]:6778", "UDP address for neighbours."),
              key("peer.max_neighbours", whole(1, 1000), 48, "Neighbours a swarm may have."),
              key(
                  "peer.max_channels",
                  whole(1, 65536),
                  1024,
                  "Channels open at a time, over all swarms."),
              key(
                  "peer.upload_limit",
                  bitRate(0, 100_000_000_000L),
                  0,
                  "Bit/s sent over all swarms, such as \"20M\"; 0 for no limit."),
              key(
                  "peer.upload_slots",
                  whole(0, 1000),
                  0,
                  "Neighbours unchoked at a time; 0 for as many as the line carries."),
              key("peer.pex", new Flag(), true, "Exchange neighbours' addresses."),
              key(
                  "peer.pex_private_only",
                  new Flag(),
                  true,
                  "Exchange addresses only among neighbours of private networks."),
              key(
                  "peer.congestion",
                  new Choice<>(PeerSettings.Congestion.class),
                  "deadline",
                  "What sets the sending rate: LEDBAT, or LEDBAT that hurries chunks soon due."),
              key(
                  "peer.ledbat_target",
                  span(1, 100),
                  "60ms",
                  "Queueing delay that LEDBAT aims at."),
              key(
                  "peer.start_buffer",
                  span(0, 30 * SECOND),
                  "500ms",
                  "Playing time gathered before a channel is shown."),
              key(
                  "peer.live_offset",
                  span(0, 10 * MINUTE),
                  "700ms",
                  "How far behind the newest chunk a newcomer starts, six munros more."),
              key(
                  "peer.keepalive",
                  span(SECOND, 10 * MINUTE),
                  "20s",
                  "Silence after which a keep-alive is sent."),
              key(
                  "peer.dead_after",
                  span(3 * SECOND, HOUR),
                  "180s",
                  "Silence after which a neighbour is dropped."),
              key(
                  "peer.handshake_timeout",
                  span(50, MINUTE),
                  "1s",
                  "Wait for the answer to a handshake."),
              key(
                  "peer.blacklist",
                  span(0, 24 * HOUR),
                  "10m",
                  "How long a neighbour that sent false data is refused."),
              key(
                  "peer.munro_max_age",
                  span(SECOND, HOUR),
                  "60s",
                  "Age from which a signed munro is refused."),
              key(
                  "peer.max_content",
                  size(1024, 1024 * TIB),
                  "1TiB",
                  "Largest static content that is fetched.")),
          Section.of(
              "ring",
              RingSettings.class,
              "Where a live channel's chunks are kept.",
              key("ring.bytes", size(MIB, 1024 * MIB), "16MiB", "Size of each channel's ring.")),
          Section.of(
              "tracker",
              TrackerSettings.class,
              "Trackers besides those that the channels name.",
              key(
                  "tracker.urls",
                  new Listing<>(
                      Text.form("an http:// or https:// address", "https?://[^\\s/]+(/\\S*)?"), 16),
                  List.of(),
                  "Addresses such as \"https://tracker.example:6779/\", asked in this order."),
              key("tracker.ca", PATH, "", "PEM file of authorities; \"\" for the machine's own."),
              key("tracker.user", Text.line(), "", "Name for digest authentication."),
              key("tracker.password_file", PATH, "", "File whose first line is the password."),
              key("tracker.cert", PATH, "", "PEM file of this node's certificate."),
              key("tracker.key", PATH, "", "PEM file of the certificate's private key.")),
          Section.of(
              "tracker_server",
              TrackerServerSettings.class,
              "The tracker that `martlet tracker` runs.",
              key("tracker_server.listen", new Address(), "[::]:6779", "TCP address."),
              key("tracker_server.max_swarms", whole(1, 1_000_000), 1000, "Swarms kept."),
              key(
                  "tracker_server.max_peers",
                  whole(1, 10_000_000),
                  20_000,
                  "Peers kept, over all swarms."),
              key(
                  "tracker_server.max_peers_per_swarm",
                  whole(1, 1_000_000),
                  5000,
                  "Peers kept in one swarm."),
              key(
                  "tracker_server.track_interval",
                  span(SECOND, HOUR),
                  "60s",
                  "How often peers are told to report."),
              key(
                  "tracker_server.ranking",
                  new Choice<>(TrackerServerSettings.Ranking.class),
                  "helpers",
                  "Who is named to whom: those who can help most, or anyone at random."),
              key(
                  "tracker_server.tls_cert",
                  PATH,
                  "",
                  "PEM file of the certificate chain; \"\" for plain HTTP."),
              key("tracker_server.tls_key", PATH, "", "PEM file of the certificate's private key."),
              key(
                  "tracker_server.client_ca",
                  PATH,
                  "",
                  "PEM file of authorities that must have signed a peer's certificate."),
              key(
                  "tracker_server.digest_users_file",
                  PATH,
                  "",
                  "File of those who may log in, user:password a line; \"\" for anyone."),
              key(
                  "tracker_server.realm",
                  Text.form("a realm without quotes", "[^\"\\\\:\\p{Cntrl}]{1,128}"),
                  "martlet",
                  "Realm of the digest authentication.")),
          Section.of(
              "http",
              HttpSettings.class,
              "The node's own web: streams, status page, metrics.",
              key(
                  "http.listen",
                  new Address(),
                  "127.0.0.1:8778",
                  "TCP address; \"[::]:8778\" opens it to the network."),
              key("http.max_clients", whole(1, 10_000), 64, "Connections at a time."),
              key(
                  "http.allowed_hosts",
                  new Listing<>(Text.form("a host name", "[A-Za-z0-9._-]{1,253}"), 64),
                  List.of(),
                  "Names, besides addresses and localhost, under which the web answers."),
              key(
                  "http.token_file",
                  PATH,
                  "",
                  "File of the token that commands need; \"\" for one in node.data_dir.")),
          BoxSchema.player(),
          BoxSchema.board(),
          Section.of(
              "channels",
              ChannelsSettings.class,
              "What can be watched.",
              key("channels.list", Text.line(), "", "File or URL of an M3U list of channels."),
              key(
                  "channels.play",
                  Text.form("a channel id", ID_FORM).orEmpty(),
                  "",
                  "Id of the channel shown after a start."),
              key(
                  "channel",
                  new ChannelTables(MANY),
                  List.of(),
                  "One [[channel]] table for each channel beside the list's.")),
          Section.of(
              "relay",
              RelaySettings.class,
              "What is received only to be passed on.",
              key(
                  "relay.channels",
                  new Listing<>(
                      Text.form("a ppsp:// address or a channel id", "ppsp://\\S+|" + ID_FORM),
                      MANY),
                  List.of(),
                  "ppsp:// addresses or channel ids.")),
          Section.of(
              "mqtt",
              MqttSettings.class,
              "The broker through which the node is watched and steered.",
              key(
                  "mqtt.broker",
                  Text.form(
                          "mqtt://HOST:PORT or mqtts://HOST:PORT",
                          "mqtts?://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]{1,253})(:\\d{1,5})?/?")
                      .orEmpty(),
                  "",
                  "Address such as \"mqtts://broker.example:8883\"; \"\" for none."),
              key("mqtt.user", Text.line(), "", "Name for the broker; \"\" for none."),
              key("mqtt.password_file", PATH, "", "File whose first line is the password."),
              key("mqtt.ca", PATH, "", "PEM file of authorities; \"\" for the machine's own."),
              key("mqtt.cert", PATH, "", "PEM file of this node's certificate."),
              key("mqtt.key", PATH, "", "PEM file of the certificate's private key."),
              key(
                  "mqtt.allow_plain",
                  new Flag(),
                  false,
                  "Speak without TLS to a broker outside private networks too."),
              key(
                  "mqtt.groups",
                  new Listing<>(Text.form("a group's name", ID_FORM), 16),
                  List.of(),
                  "Groups whose commands the node takes too."),
              key(
                  "mqtt.prefix",
                  Text.form("words of letters, digits, \"_\" and \"-\" between \"/\"", TOPIC_FORM),
                  "martlet",
                  "What all its topics begin with."),
              key("mqtt.discovery", new Flag(), true, "Make itself known to Home Assistant."),
              key(
                  "mqtt.interval",
                  span(SECOND, HOUR),
                  "5s",
                  "How often figures are told; what is shown and heard is told at once.")),
          Section.of(
              "broadcast",
              BroadcastSettings.class,
              "The channel that `martlet broadcast` injects.",
              key("broadcast.input", Text.line(), "", "Where the MPEG-TS comes from."),
              key(
                  "broadcast.key",
                  PATH,
                  "",
                  "PEM file of the signing key; `martlet keygen` makes one."),
              key("broadcast.chunk_size", whole(512, 8192), 1024, "Bytes of a chunk."),
              key(
                  "broadcast.munro",
                  new Whole(2, 1024, true),
                  16,
                  "Chunks under one signature, a power of two."),
              key(
                  "broadcast.addressing",
                  new Choice<>(BroadcastSettings.Addressing.class),
                  "chunks64",
                  "How chunks are numbered on the wire."),
              key(
                  "broadcast.state",
                  PATH,
                  "",
                  "File that remembers the last chunk signed; \"\" for one in node.data_dir.")),
          Section.of(
              "log",
              LogSettings.class,
              "What is logged (to stderr).",
              key(
                  "log.level",
                  new Choice<>(LogSettings.Level.class),
                  "info",
                  "trace, debug, info, warn, error or off."),
              key(
                  "log.levels",
                  new Table<>(new Choice<>(LogSettings.Level.class), 64),
                  Map.of(),
                  "Levels of single packages, such as { peer = \"debug\" }.")));

  private static final Map<String, Key<?>> KEYS = keysByPath();

  private Schema() {}

  /** All keys in the order of the table. */
  static List<Key<?>> keys() {
    return new ArrayList<>(KEYS.values());
  }

  static Optional<Key<?>> key(String path) {
    return Optional.ofNullable(KEYS.get(path));
  }

  static Optional<Section> section(String name) {
    return SECTIONS.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  private static Map<String, Key<?>> keysByPath() {
    Map<String, Key<?>> keys = new LinkedHashMap<>();
    for (Section section : SECTIONS) {
      section.keys().forEach(key -> keys.put(key.path(), key));
    }
    return keys;
  }

  static <T> Key<T> key(String path, ValueType<T> type, Object preset, String doc) {
    return new Key<>(path, type, preset, doc);
  }

  static Whole whole(int min, int max) {
    return new Whole(min, max, false);
  }

  static Span span(long minMillis, long maxMillis) {
    return new Span(Quantity.millis(minMillis, maxMillis));
  }
}

package tv.martlet.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tv.martlet.board.BoardSettings;
import tv.martlet.chunk.RingSettings;
import tv.martlet.config.Layering.Placed;
import tv.martlet.http.HttpSettings;
import tv.martlet.peer.PeerSettings;
import tv.martlet.player.PlayerSettings;
import tv.martlet.remote.MqttSettings;
import tv.martlet.tracker.TrackerServerSettings;
import tv.martlet.tracker.TrackerSettings;

/** All settings, checked; one record per room, and every single one with its origin. Immutable. */
public final class Settings {
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Map<Class<? extends Record>, Record> records = new HashMap<>();
  private final List<Problem> problems;
  private final Sources sources;

  private Settings(Sources sources) {
    this.sources = sources;
    Layering layers = new Layering(sources);
    problems = List.copyOf(layers.problems());
    Map<Key<?>, Placed> placed = layers.placed();
    compute(placed, sources.surroundings());
    placed.forEach((key, at) -> settings.put(key.path(), setting(key, at)));
    for (Section section : Schema.SECTIONS) {
      records.put(section.target(), bind(section, placed));
    }
  }

  /**
   * Reads all layers.
   *
   * @throws BadSettingsException with every problem found, not only the first
   */
  public static Settings load(Sources sources) throws BadSettingsException {
    Settings settings = new Settings(sources);
    if (!settings.problems.isEmpty()) {
      throw new BadSettingsException(settings.problems);
    }
    return settings;
  }

  /**
   * Reads all layers and takes what is good: where a value is bad, that of the layer below stands,
   * in the end the default. What was wrong is in {@link #problems}.
   */
  public static Settings lenient(Sources sources) {
    return new Settings(sources);
  }

  /** What was wrong; empty after {@link #load}. */
  public List<Problem> problems() {
    return problems;
  }

  /** What they were read from, to be read again. */
  public Sources sources() {
    return sources;
  }

  /** Every setting in the order of the table. */
  public List<Setting> all() {
    return new ArrayList<>(settings.values());
  }

  /** One setting by {@code section.key}. */
  public Optional<Setting> find(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** Section {@code [node]}. */
  public NodeSettings node() {
    return get(NodeSettings.class);
  }

  /** Section {@code [peer]}. */
  public PeerSettings peer() {
    return get(PeerSettings.class);
  }

  /** Section {@code [ring]}. */
  public RingSettings ring() {
    return get(RingSettings.class);
  }

  /** Section {@code [tracker]}. */
  public TrackerSettings tracker() {
    return get(TrackerSettings.class);
  }

  /** Section {@code [tracker_server]}. */
  public TrackerServerSettings trackerServer() {
    return get(TrackerServerSettings.class);
  }

  /** Section {@code [http]}. */
  public HttpSettings http() {
    return get(HttpSettings.class);
  }

  /** Section {@code [player]}. */
  public PlayerSettings player() {
    return get(PlayerSettings.class);
  }

  /** Section {@code [board]}. */
  public BoardSettings board() {
    return get(BoardSettings.class);
  }

  /** Section {@code [channels]} and the {@code [[channel]]} tables. */
  public ChannelsSettings channels() {
    return get(ChannelsSettings.class);
  }

  /** Section {@code [relay]}. */
  public RelaySettings relay() {
    return get(RelaySettings.class);
  }

  /** Section {@code [mqtt]}. */
  public MqttSettings mqtt() {
    return get(MqttSettings.class);
  }

  /** Section {@code [broadcast]}. */
  public BroadcastSettings broadcast() {
    return get(BroadcastSettings.class);
  }

  /** Section {@code [log]}. */
  public LogSettings log() {
    return get(LogSettings.class);
  }

  /**
   * The record of any section by its class.
   *
   * @throws IllegalArgumentException if no section makes such a record
   */
  public <R extends Record> R get(Class<R> section) {
    Record found = records.get(section);
    if (found == null) {
      throw new IllegalArgumentException("no section makes a " + section.getSimpleName());
    }
    return section.cast(found);
  }

  /** Whether the value of a key is the path of a file or folder of this machine. */
  public static boolean isPath(String key) {
    return Schema.key(key).map(Key::type).filter(FilePath.class::isInstance).isPresent();
  }

  private static <T> Setting setting(Key<T> key, Placed at) {
    @SuppressWarnings("unchecked") // only values of the key's own type are ever placed under it
    T value = (T) at.value();
    return new Setting(key.path(), key.type().write(value), at.origin(), key.doc());
  }

  /** Fills in the defaults that depend on the machine. */
  private static void compute(Map<Key<?>, Placed> placed, Surroundings at) {
    fill(placed, "node.id", at.nodeId());
    fill(placed, "node.name", placed.get(Schema.key("node.id").orElseThrow()).value());
    fill(placed, "node.data_dir", Optional.of(at.stateFolder()));
  }

  private static void fill(Map<Key<?>, Placed> placed, String path, Object value) {
    Key<?> key = Schema.key(path).orElseThrow();
    Placed found = placed.get(key);
    if (found.value().equals("") || found.value().equals(Optional.<Path>empty())) {
      placed.put(key, new Placed(value, found.origin()));
    }
  }

  private static Record bind(Section section, Map<Key<?>, Placed> placed) {
    Map<String, Object> values = new HashMap<>();
    section.keys().forEach(key -> values.put(key.component(), placed.get(key).value()));
    RecordComponent[] components = section.target().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object value = values.get(components[i].getName());
      boolean unwrap = value instanceof Optional && types[i] != Optional.class;
      arguments[i] = unwrap ? ((Optional<?>) value).orElseThrow() : value;
    }
    try {
      return section.target().getDeclaredConstructor(types).newInstance(arguments);
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("the record of [" + section.name() + "] does not fit", e);
    }
  }
}

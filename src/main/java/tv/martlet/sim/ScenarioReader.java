package tv.martlet.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a scenario of a TOML text, or says all that is wrong with it. */
final class ScenarioReader {
  private static final int SHOWN = 60;
  private static final double MILLIONTHS = 1e6;

  private final String file;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int uplinks;

  private ScenarioReader(String file) {
    this.file = file;
  }

  /**
   * Reads the text.
   *
   * @param name of the scenario
   * @param file what complaints call the text
   */
  static Scenario read(String name, String file, String text) throws BadScenarioException {
    ScenarioReader reader = new ScenarioReader(file);
    try {
      ScenarioText.read(text).forEach(reader::take);
    } catch (ScenarioText.BadTomlException e) {
      reader.problems.add(file + ":" + e.line() + ": " + e.getMessage());
    }
    reader.stopAtProblems();
    Scenario scenario = reader.build(name);
    reader.checkTogether(scenario);
    reader.stopAtProblems();
    return scenario;
  }

  private void stopAtProblems() throws BadScenarioException {
    if (!problems.isEmpty()) {
      throw new BadScenarioException(problems);
    }
  }

  private void take(ScenarioText.Entry entry) {
    lines.put(entry.path(), entry.line());
    if (entry.value() == null) {
      takeTable(entry.path());
    } else {
      takeKey(entry.path(), entry.value());
    }
  }

  private void takeTable(String path) {
    boolean several = path.endsWith("]");
    String name = withoutIndex(path);
    if (!ScenarioKey.tables().contains(name)) {
      say(path, "unknown table " + name + Nearest.question(name, ScenarioKey.tables()));
    } else if (several != name.equals(ScenarioKey.UPLINK)) {
      String table = several ? "[" + name + "]" : "[[" + name + "]]";
      say(path, name + ": expected " + table);
    } else if (several && ++uplinks == ScenarioKey.MAX_UPLINKS + 1) {
      say(path, name + ": more than " + ScenarioKey.MAX_UPLINKS + " classes: remove some");
    }
  }

  private void takeKey(String path, Object raw) {
    String name = withoutIndex(path);
    Optional<ScenarioKey> key = ScenarioKey.of(name);
    String table = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    if (key.isEmpty() && ScenarioKey.tables().contains(name)) {
      String form = name.equals(ScenarioKey.UPLINK) ? "[[" + name + "]]" : "[" + name + "]";
      say(path, name + ": expected a table " + form + ", found " + show(raw));
    } else if (key.isEmpty()) {
      // A table that is unknown has been complained about at its head.
      if (!lines.containsKey(table) || ScenarioKey.tables().contains(table)) {
        say(path, "unknown key " + name + Nearest.question(name, ScenarioKey.paths()));
      }
    } else if (table.equals(ScenarioKey.UPLINK) && path.equals(name)) {
      if (!lines.containsKey(table)) {
        say(path, name + ": expected it below [[" + table + "]]");
      }
    } else {
      check(key.get(), path, raw);
    }
  }

  private void check(ScenarioKey key, String path, Object raw) {
    Object value = key.bound().read(raw);
    if (value == null) {
      say(path, path + ": expected " + key.bound().expected() + ", found " + show(raw));
    } else {
      values.put(path, value);
    }
  }

  private static String withoutIndex(String path) {
    return path.replaceAll("\\[\\d+]", "");
  }

  private static String show(Object found) {
    String text = found instanceof String ? "\"" + found + "\"" : String.valueOf(found);
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean;
  }

  private void say(String path, String sentence) {
    int line = lines.getOrDefault(path, 0);
    problems.add(file + (line > 0 ? ":" + line : "") + ": " + sentence);
  }

  private Scenario build(String name) {
    return new Scenario(
        name,
        (String) value(ScenarioKey.TITLE),
        whole(ScenarioKey.PEERS),
        number(ScenarioKey.SECONDS),
        new Scenario.Stream(
            number(ScenarioKey.STREAM_RATE),
            number(ScenarioKey.STREAM_GOP),
            whole(ScenarioKey.STREAM_CHANNELS),
            number(ScenarioKey.STREAM_SOURCE)),
        uplinks(),
        network(),
        new Scenario.Arrivals(
            whole(ScenarioKey.ARRIVALS_INITIAL), number(ScenarioKey.ARRIVALS_FROM), over()),
        new Scenario.Sessions(
            number(ScenarioKey.SESSIONS_MEDIAN),
            number(ScenarioKey.SESSIONS_SIGMA),
            number(ScenarioKey.SESSIONS_CRASH),
            number(ScenarioKey.SESSIONS_ZAP)),
        new Scenario.Crowd(
            number(ScenarioKey.CROWD_FREE_RIDERS),
            number(ScenarioKey.CROWD_POLLUTERS),
            number(ScenarioKey.CROWD_NAT)));
  }

  /** Where nothing else is said they come in the first half. */
  private double over() {
    boolean said = values.containsKey(ScenarioKey.ARRIVALS_OVER.path());
    return said ? number(ScenarioKey.ARRIVALS_OVER) : number(ScenarioKey.SECONDS) / 2;
  }

  private Scenario.Network network() {
    return new Scenario.Network(
        whole(ScenarioKey.NETWORK_REGIONS),
        (Scenario.Span) value(ScenarioKey.NETWORK_RTT_WITHIN),
        (Scenario.Span) value(ScenarioKey.NETWORK_RTT_BETWEEN),
        number(ScenarioKey.NETWORK_JITTER),
        number(ScenarioKey.NETWORK_LOSS_WITHIN),
        number(ScenarioKey.NETWORK_LOSS_BETWEEN),
        number(ScenarioKey.NETWORK_BURST),
        number(ScenarioKey.NETWORK_LAN_UPLINK));
  }

  private List<Scenario.Uplink> uplinks() {
    List<Scenario.Uplink> classes = new ArrayList<>();
    for (int i = 0; i < uplinks; i++) {
      classes.add(
          new Scenario.Uplink(
              uplink(i, ScenarioKey.UPLINK_SHARE),
              uplink(i, ScenarioKey.UPLINK_UP),
              uplink(i, ScenarioKey.UPLINK_DOWN)));
    }
    return classes.isEmpty() ? ScenarioKey.BASE_UPLINKS : classes;
  }

  private double uplink(int index, ScenarioKey key) {
    String path = key.path().replace(ScenarioKey.UPLINK, ScenarioKey.UPLINK + "[" + index + "]");
    return (Double) values.getOrDefault(path, key.fallback());
  }

  private Object value(ScenarioKey key) {
    return values.getOrDefault(key.path(), key.fallback());
  }

  private double number(ScenarioKey key) {
    return (Double) value(key);
  }

  private int whole(ScenarioKey key) {
    return (Integer) value(key);
  }

  /** What no key can tell by itself. */
  private void checkTogether(Scenario scenario) {
    double shares = scenario.uplinks().stream().mapToDouble(Scenario.Uplink::share).sum();
    if (Math.abs(shares - 1) > 1 / MILLIONTHS) {
      String sum = Bound.plain(Math.round(shares * MILLIONTHS) / MILLIONTHS);
      say("uplink[0]", "uplink.share: expected shares that sum to 1, found a sum of " + sum);
    }
    checkArrivals(scenario);
    if (scenario.sessions().zap() > 0 && scenario.stream().channels() < 2) {
      say(
          "sessions.zap",
          "sessions.zap: there is one channel only: set stream.channels to 2 or more, or zap to 0");
    }
    if (scenario.network().lanUplink() > 0 && scenario.network().regions() < 2) {
      say(
          "network.lan_uplink",
          "network.lan_uplink: joins region 0 to others: set network.regions to 2 or more");
    }
  }

  private void checkArrivals(Scenario scenario) {
    Scenario.Arrivals arrivals = scenario.arrivals();
    if (arrivals.initial() > scenario.peers()) {
      String found = arrivals.initial() + " of " + scenario.peers();
      say(
          "arrivals.initial",
          "arrivals.initial: expected no more than peers, found "
              + found
              + ": lower it or raise peers");
    }
    double last = arrivals.from() + arrivals.over();
    if (arrivals.initial() < scenario.peers() && last > scenario.seconds()) {
      String from = lines.containsKey("arrivals.over") ? "arrivals.over" : "arrivals.from";
      say(
          lines.containsKey(from) ? from : "seconds",
          "arrivals.from + arrivals.over: the last viewer comes at "
              + Bound.plain(last)
              + " s, after the end: lower them or raise seconds above "
              + Bound.plain(scenario.seconds()));
    }
  }
}

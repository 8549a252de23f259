package tv.martlet.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tv.martlet.sim.Arm;
import tv.martlet.sim.Arms;
import tv.martlet.sim.Scenario;
import tv.martlet.sim.ScenarioFile;

/** What {@code martlet sim} can run, each with its sentence. */
final class SimCatalogue {
  private final List<Scenario> scenarios = ScenarioFile.builtIn();
  private final List<Arm> policies = Arms.all();

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(Json.pretty(table()));
      return;
    }
    out.println("Scenarios:");
    for (Scenario scenario : scenarios) {
      line(out, scenario.name(), scenario.title());
    }
    out.println("\nPolicies:");
    for (Arm policy : policies) {
      line(out, policy.name(), policy.sentence());
    }
  }

  private static void line(PrintWriter out, String name, String sentence) {
    out.printf(Locale.ROOT, "  %-20s %s%n", name, sentence);
  }

  private Map<String, Object> table() {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("scenarios", scenarios.stream().map(SimCatalogue::row).toList());
    table.put("policies", policies.stream().map(SimCatalogue::row).toList());
    return table;
  }

  private static Map<String, Object> row(Scenario scenario) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", scenario.name());
    row.put("title", scenario.title());
    row.put("peers", scenario.peers());
    row.put("seconds", scenario.seconds());
    return row;
  }

  private static Map<String, Object> row(Arm policy) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", policy.name());
    row.put("title", policy.sentence());
    return row;
  }
}

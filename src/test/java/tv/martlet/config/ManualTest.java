package tv.martlet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualTest {
  private static final Pattern COMMENTED = Pattern.compile("(?m)^# ([a-z_]+ = )");

  @TempDir Path root;

  @Test
  void theExampleChangesNothingAndItsLinesAreTheDefaults() {
    Tree tree = new Tree(root);
    tree.write(Tree.MAIN, Manual.example());
    Settings untouched = tree.lenient();
    assertEquals(List.of(), untouched.problems());
    assertTrue(untouched.all().stream().allMatch(s -> s.origin().equals(Origin.BuiltIn.DEFAULT)));

    String uncommented = COMMENTED.matcher(Manual.example()).replaceAll("$1");
    tree.write(Tree.MAIN, uncommented.substring(0, uncommented.indexOf("# [[channel]]")));
    Settings defaults = tree.lenient();
    assertEquals(List.of(), defaults.problems());
    for (Setting setting : defaults.all()) {
      assertTrue(
          setting.key().equals("channel") || !setting.origin().equals(Origin.BuiltIn.DEFAULT));
      assertEquals(untouched.find(setting.key()).orElseThrow().value(), setting.value());
    }
  }

  @Test
  void theSchemaNamesEveryKeyWithTypeDefaultAndDoc() {
    JsonObject properties = Manual.jsonSchema().getAsJsonObject("properties");
    for (Key<?> key : Schema.keys()) {
      JsonObject in =
          key.topLevel()
              ? properties
              : properties
                  .getAsJsonObject(key.path().substring(0, key.path().indexOf('.')))
                  .getAsJsonObject("properties");
      JsonObject row = in.getAsJsonObject(key.name());
      assertTrue(row.has("type") || row.has("enum"), key.path());
      assertTrue(row.has("default") && row.has("description"), key.path());
    }
    JsonObject neighbours =
        properties
            .getAsJsonObject("peer")
            .getAsJsonObject("properties")
            .getAsJsonObject("max_neighbours");
    assertEquals(1, neighbours.get("minimum").getAsInt());
    assertEquals(1000, neighbours.get("maximum").getAsInt());
    assertEquals(48, neighbours.get("default").getAsInt());
  }
}

package tv.martlet.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The other end: who watches and steers many nodes through their broker. Methods wait, with a time
 * limit, and may be called from any one thread.
 */
public final class Operator implements AutoCloseable {
  /** Told of each message of a node, on a thread of the connection: its id, topic and payload. */
  public interface Watcher {
    /**
     * A node told something.
     *
     * @param leaf such as {@code state}
     */
    void told(String id, String leaf, String text);
  }

  private static final int MAX_MEMBERS = 10_000;
  private static final int OPEN_SECONDS = 20;
  private static final int SETTLE_SECONDS = 10;
  private static final int EXPIRY_SECONDS = 60;
  private static final Set<String> LEAVES =
      Set.of("availability", "info", "state", "health", "event");
  private static final String WHO = "all|@?[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final String prefix;
  private final String name;
  private final SecureRandom random = new SecureRandom();
  private final Watcher watcher;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CountDownLatch settled = new CountDownLatch(1);
  private final Map<String, JsonObject> members = new TreeMap<>();
  private final Map<String, JsonObject> answers = new TreeMap<>();
  private volatile String lost = "";
  private String transaction = "";
  private Wire wire;

  private Operator(MqttSettings settings, Watcher watcher) {
    this.prefix = settings.prefix();
    this.watcher = watcher;
    this.name = "fleet-" + word();
  }

  private String word() {
    byte[] bytes = new byte[6];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Connects and hears what the broker keeps of all nodes.
   *
   * @throws IOException with a sentence that says what to change
   */
  public static Operator open(MqttSettings settings, Watcher watcher)
      throws IOException, InterruptedException {
    Operator operator = new Operator(settings, watcher);
    Access access = Access.of(settings, "martlet-" + operator.name);
    List<String> topics =
        List.of(
            operator.topic("+", "availability"),
            operator.topic("+", "info"),
            operator.topic("+", "state"),
            operator.topic("+", "health"),
            operator.topic("+", "event"),
            operator.topic(operator.name, "response/#"));
    operator.wire =
        PahoWire.open(access, new Wire.Purpose(Optional.empty(), topics), operator.new Ear());
    try {
      operator.opened.get(OPEN_SECONDS, TimeUnit.SECONDS);
      operator.settle();
      return operator;
    } catch (java.util.concurrent.ExecutionException e) {
      operator.close();
      throw new IOException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      operator.close();
      throw new IOException("broker " + access.place() + " does not answer: check mqtt.broker", e);
    }
  }

  private String topic(String id, String leaf) {
    return prefix + "/" + id + "/" + leaf;
  }

  /** What the broker keeps comes before what is published from now on, such as a mark. */
  private void settle() throws IOException, InterruptedException {
    String mark = topic(name, "response/mark");
    if (!wire.publish(Message.once(mark, "{}"))
        || !settled.await(SETTLE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(
          "the broker does not pass on " + mark + ": allow this user to read and write there");
    }
  }

  /** All nodes by id: what they told, under the names of their topics. A copy. */
  public Map<String, JsonObject> members() {
    synchronized (members) {
      Map<String, JsonObject> copy = new TreeMap<>();
      members.forEach((id, told) -> copy.put(id, told.deepCopy()));
      return copy;
    }
  }

  /** Why the connection is over; empty while it stands. */
  public String lost() {
    return lost;
  }

  /**
   * Has something done and waits for the answers of all whom it concerns.
   *
   * @param who an id, {@code @GROUP} or {@code all}
   * @param command {@code set}, or {@code request/VERB}
   * @return the answer of each by id, empty for those that gave none in time
   * @throws IllegalArgumentException with a sentence if that is nobody
   * @throws IOException with a sentence if the connection is lost
   */
  public Map<String, Optional<JsonObject>> ask(
      String who, String command, JsonObject arguments, Duration patience)
      throws IOException, InterruptedException {
    Set<String> expected = expected(who);
    transaction = word();
    JsonObject payload = arguments.deepCopy();
    payload.addProperty("transaction", transaction);
    String base = who.startsWith("@") ? "group/" + who.substring(1) : who;
    Message message =
        Message.once(topic(base, command), payload.toString())
            .answeredAt(Optional.of(topic(name, "response/" + transaction)))
            .correlated(transaction.getBytes(StandardCharsets.US_ASCII))
            .expiring(EXPIRY_SECONDS);
    synchronized (answers) {
      answers.clear();
      if (!wire.publish(message)) {
        throw new IOException("the connection to the broker is lost: try again");
      }
      return await(expected, patience);
    }
  }

  private Map<String, Optional<JsonObject>> await(Set<String> expected, Duration patience)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    long left = patience.toMillis();
    while (left > 0 && !answers.keySet().containsAll(expected) && lost.isEmpty()) {
      answers.wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    Map<String, Optional<JsonObject>> all = new TreeMap<>();
    expected.forEach(id -> all.put(id, Optional.empty()));
    answers.forEach((id, answer) -> all.put(id, Optional.of(answer)));
    if (!lost.isEmpty() && answers.isEmpty()) {
      throw new IOException(lost);
    }
    return all;
  }

  /** Who is to answer: the named one, be it known or not, or those that are there. */
  private Set<String> expected(String who) {
    if (!who.matches(WHO)) {
      throw new IllegalArgumentException(
          "expected the id of a box, @GROUP or all, found \"" + who + "\"");
    }
    if (!who.equals("all") && !who.startsWith("@")) {
      return Set.of(who);
    }
    Set<String> ids = new TreeSet<>();
    members()
        .forEach(
            (id, told) -> {
              if (isOnline(told) && (who.equals("all") || isIn(told, who.substring(1)))) {
                ids.add(id);
              }
            });
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("nobody of " + who + " is there: see martlet fleet ls");
    }
    return ids;
  }

  private static boolean isOnline(JsonObject told) {
    JsonElement availability = told.get("availability");
    return availability != null && availability.getAsString().equals("online");
  }

  private static boolean isIn(JsonObject told, String group) {
    return told.get("info") instanceof JsonObject info
        && info.get("groups") instanceof JsonArray groups
        && groups.contains(new JsonPrimitive(group));
  }

  private void arrived(Message message) {
    String[] parts = message.topic().substring(prefix.length() + 1).split("/", 2);
    String id = parts[0];
    String leaf = parts.length > 1 ? parts[1] : "";
    if (id.equals(name)) {
      answered(leaf, message);
    } else if (LEAVES.contains(leaf)) {
      remember(id, leaf, message);
      watcher.told(id, leaf, message.text());
    }
  }

  private void answered(String leaf, Message message) {
    if (leaf.equals("response/mark")) {
      settled.countDown();
      return;
    }
    Optional<JsonObject> answer = object(message);
    synchronized (answers) {
      if (leaf.equals("response/" + transaction)
          && answer.isPresent()
          && answer.get().get("id") instanceof JsonPrimitive id
          && answers.size() < MAX_MEMBERS) {
        answers.put(id.getAsString(), answer.get());
        answers.notifyAll();
      }
    }
  }

  private void remember(String id, String leaf, Message message) {
    Optional<JsonObject> told = object(message);
    synchronized (members) {
      if (members.size() >= MAX_MEMBERS && !members.containsKey(id)) {
        return;
      }
      JsonObject member = members.computeIfAbsent(id, any -> new JsonObject());
      if (leaf.equals("availability")) {
        member.addProperty(leaf, message.text());
      } else if (told.isPresent()) {
        member.add(leaf, told.get());
      }
    }
  }

  private static Optional<JsonObject> object(Message message) {
    try {
      JsonElement read = JsonParser.parseString(message.text());
      return read.isJsonObject() ? Optional.of(read.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    wire.close();
  }

  private final class Ear implements Wire.Listener {
    @Override
    public void up() {
      opened.complete(null);
    }

    @Override
    public void down(String sentence) {
      lost = sentence;
      opened.completeExceptionally(new IOException(sentence));
      synchronized (answers) {
        answers.notifyAll();
      }
    }

    @Override
    public void arrived(Message message) {
      Operator.this.arrived(message);
    }

    @Override
    public void moved() {
      // One message at a time is under way.
    }
  }
}

package tv.martlet.remote;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** One command on its way: what was asked for, and where its answer goes. */
final class Asked {
  private static final long MAX_AGE_MILLIS = 60_000;
  private static final int MAX_TRANSACTION = 64;
  private static final double MILLIS_FROM = 1e11; // as seconds: the year 5138

  private final Message message;
  private final String verb;
  private final String setKey;
  private final String id;
  private String answerTopic;
  private Arguments arguments = new Arguments(new JsonObject());
  private JsonElement transaction = JsonNull.INSTANCE;

  /**
   * By topic.
   *
   * @param command as {@link Topics#command} gives it
   */
  Asked(Message message, String command, Topics topics) {
    this.message = message;
    this.id = topics.id();
    boolean request = command.startsWith(Topics.REQUEST);
    this.verb = request ? command.substring(Topics.REQUEST.length()) : Topics.SET;
    this.setKey =
        request || command.equals(Topics.SET) ? "" : command.substring(Topics.SET.length() + 1);
    boolean plain = verb.matches("[a-z_]{1,32}(/[a-z_]{1,32})?");
    this.answerTopic = topics.answers(plain ? verb : "unknown");
  }

  /**
   * Reads what it carries.
   *
   * @throws RefusalException if that is of no use
   */
  void read(Topics topics) throws RefusalException {
    if (message.responseTopic().isPresent()) {
      answerTopic = topics.answerTo(message.responseTopic().get());
    }
    arguments = Arguments.of(message.payload());
    JsonElement given = arguments.members().get("transaction");
    if (given != null && !given.isJsonNull()) {
      if (!given.isJsonPrimitive() || given.getAsString().length() > MAX_TRANSACTION) {
        throw new RefusalException(
            "transaction: expected a text of at most " + MAX_TRANSACTION + " characters");
      }
      transaction = given;
    }
  }

  /**
   * A command is for now: not one that the broker kept, nor one that was long on its way.
   *
   * @throws RefusalException if it is old
   */
  void checkFresh(Instant now) throws RefusalException {
    if (message.retain()) {
      throw new RefusalException(
          "a command must not be retained: publish it without the retain flag");
    }
    if (arguments.has("ts")) {
      double given = number("ts");
      double millis = given >= MILLIS_FROM ? given : given * 1000;
      if (!(Math.abs(now.toEpochMilli() - millis) <= MAX_AGE_MILLIS)) {
        throw new RefusalException(
            "the command is of another time (ts): here it is "
                + now.getEpochSecond()
                + "; send it anew, or set both clocks");
      }
    }
  }

  private double number(String name) throws RefusalException {
    try {
      return arguments.members().get(name).getAsDouble();
    } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
      throw new RefusalException(name + ": expected seconds since 1970");
    }
  }

  /** What tells it from others; empty if its sender gave it nothing to be known by. */
  Optional<String> key() {
    if (transaction.isJsonNull() && message.correlation().length == 0) {
      return Optional.empty();
    }
    String correlation = HexFormat.of().formatHex(message.correlation());
    return Optional.of(
        String.join(" ", message.topic(), answerTopic, correlation, transaction.toString()));
  }

  /** Such as {@code volume} or {@code config/get}. */
  String verb() {
    return verb;
  }

  /** The key of {@code set/KEY}; empty for any other command. */
  String setKey() {
    return setKey;
  }

  Arguments arguments() {
    return arguments;
  }

  /** The answer to a command that was carried out. */
  Message done(JsonElement data) {
    return answer("ok", data, JsonNull.INSTANCE);
  }

  /** The answer to a command that was not. */
  Message refused(String sentence) {
    return answer("error", JsonNull.INSTANCE, new JsonPrimitive(sentence));
  }

  private Message answer(String status, JsonElement data, JsonElement error) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("status", status);
    json.add("data", data);
    json.add("error", error);
    json.add("transaction", transaction);
    // MQTT 5 §4.10.1: the answer bears the correlation data of what it answers.
    return Message.once(answerTopic, json.toString()).correlated(message.correlation());
  }
}

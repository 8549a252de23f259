package tv.martlet.remote;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tinylog.Logger;

/** Takes commands in: each is carried out once and answered once. One thread. */
final class Commands {
  /** What takes longer than a call. */
  interface Actions {
    void screenshot(Answer answer);

    void restart();

    JsonObject stats();
  }

  private final Verbs verbs;
  private final ConfigVerbs config;
  private final Actions actions;
  private final InstantSource clock;
  private final Seen seen = new Seen();
  private final Consumer<Message> answers;
  private long carried;
  private long refused;
  private long repeated;

  Commands(
      Verbs verbs,
      ConfigVerbs config,
      Actions actions,
      InstantSource clock,
      Consumer<Message> answers) {
    this.verbs = verbs;
    this.config = config;
    this.actions = actions;
    this.clock = clock;
    this.answers = answers;
  }

  /** A message at a topic of commands. */
  void take(Message message, String command, Topics topics) {
    Asked asked = new Asked(message, command, topics);
    Reply reply = new Reply(asked);
    try {
      asked.read(topics);
      Optional<String> key = asked.key();
      if (key.isPresent() && seen.isRepeated(key.get(), clock.millis())) {
        repeated++;
        Logger.debug("{} came twice: carried out once", asked.verb());
        return;
      }
      asked.checkFresh(clock.instant());
      carry(asked, reply);
    } catch (RefusalException e) {
      reply.refused(e.getMessage());
    }
  }

  private void carry(Asked asked, Answer answer) throws RefusalException {
    Arguments arguments = asked.arguments();
    switch (asked.verb()) {
      case "screenshot" -> actions.screenshot(answer);
      case "restart" -> {
        answer.done(JsonNull.INSTANCE);
        actions.restart();
      }
      case "stats" -> answer.done(actions.stats());
      case "config/get" -> answer.done(config.get(arguments));
      case "config/set" -> answer.done(config.set(arguments));
      case "config/reset" -> answer.done(config.reset(arguments));
      case Topics.SET -> answer.done(set(asked));
      default -> answer.done(verbs.run(asked.verb(), arguments));
    }
  }

  /** {@code set/KEY} with a value, or {@code set} with an object of keys and values. */
  private JsonElement set(Asked asked) throws RefusalException {
    JsonObject members = asked.arguments().members();
    if (!asked.setKey().isEmpty()) {
      JsonElement value = members.get(Arguments.VALUE);
      if (value == null) {
        throw new RefusalException(asked.setKey() + ": expected a value, found nothing");
      }
      return verbs.set(asked.setKey(), value);
    }
    JsonObject done = new JsonObject();
    Map<String, JsonElement> settings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : members.entrySet()) {
      String key = entry.getKey();
      if (key.indexOf('.') >= 0) {
        settings.put(key, entry.getValue());
      } else if (!key.equals("ts") && !key.equals("transaction")) {
        merge(verbs.set(key, entry.getValue()), done);
      }
    }
    if (!settings.isEmpty()) {
      merge(config.set(settings), done);
    }
    return done;
  }

  private static void merge(JsonElement from, JsonObject into) {
    if (from instanceof JsonObject object) {
      object.entrySet().forEach(entry -> into.add(entry.getKey(), entry.getValue()));
    }
  }

  void count(JsonObject stats) {
    stats.addProperty("commands", carried);
    stats.addProperty("commands_refused", refused);
    stats.addProperty("commands_repeated", repeated);
  }

  /** Answers one command, once. */
  private final class Reply implements Answer {
    private final Asked asked;
    private boolean given;

    Reply(Asked asked) {
      this.asked = asked;
    }

    @Override
    public void done(JsonElement data) {
      if (!given) {
        given = true;
        carried++;
        answers.accept(asked.done(data));
      }
    }

    @Override
    public void refused(String sentence) {
      if (!given) {
        given = true;
        refused++;
        answers.accept(asked.refused(sentence));
      }
    }
  }
}

package tv.martlet.remote;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/**
 * A node's link to its broker: tells how the node fares and has commands carried out, for as long
 * as it is open. It never fails and nobody waits for it: where there is no broker, or a wrong
 * setting, it says so in the log and tries again.
 *
 * <p>All of it runs on one thread of its own; what comes from elsewhere waits in the inbox.
 */
public final class Remote implements AutoCloseable {
  private static final long TICK_MILLIS = 1_000;
  private static final int CLOSE_MILLIS = 5_000;
  private static final int SCREENSHOT_SECONDS = 15;

  private final Steered box;
  private final SettingsDesk desk;
  private final Identity identity;
  private final Inbox inbox = new Inbox();
  private final Outbox outbox = new Outbox();
  private final InstantSource clock = InstantSource.system();
  private final ConfigVerbs config;
  private final Commands commands;
  private final Teller teller;
  private final Link link;
  private final Thread thread;
  private volatile boolean closing;
  private volatile Topics topics;
  private boolean rolledBack;

  private Remote(Steered box, SettingsDesk desk, Identity identity, Timing timing) {
    this.box = box;
    this.desk = desk;
    this.identity = identity;
    this.link = new Link(PahoWire::open, this::plan, new Watching(), timing, new SecureRandom());
    this.config = new ConfigVerbs(desk, timing);
    this.commands = new Commands(new Verbs(box, config), config, new Doing(), clock, outbox::add);
    this.teller = new Teller(box, identity, clock, link::publish);
    this.thread = new Thread(this::run, "martlet-remote");
  }

  /** Starts it; returns at once. */
  public static Remote start(Steered box, SettingsDesk desk, Identity identity) {
    return start(box, desk, identity, Timing.DEFAULT);
  }

  static Remote start(Steered box, SettingsDesk desk, Identity identity, Timing timing) {
    Remote remote = new Remote(box, desk, identity, timing);
    remote.thread.setDaemon(true);
    remote.thread.start();
    return remote;
  }

  private void run() {
    rolledBack = desk.giveBack(); // the process before this one ended during a trial
    box.listen(inbox::wake);
    while (!closing) {
      try {
        long now = nowMillis();
        long patience = Math.min(link.patience(now), config.patience(now));
        inbox.take(Math.min(TICK_MILLIS, patience)).run();
        tick(nowMillis());
      } catch (InterruptedException e) {
        break;
      } catch (RuntimeException e) {
        Logger.error(e, "remote control"); // a fault of ours, which must not end it
      }
    }
    outbox.flush(link::publish);
    link.leave();
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private void tick(long now) {
    link.tick(now);
    teller.look(this::happened);
    if (link.isUp()) {
      teller.tick(now);
      outbox.flush(link::publish);
    }
    boolean undone = config.expired(now);
    rolledBack |= undone;
    if (undone || config.takeBeginning(now)) {
      link.reopen();
    }
  }

  /** On this thread, before each attempt to connect. */
  private Optional<Link.Plan> plan() throws IOException {
    MqttSettings settings = desk.broker();
    if (settings.broker().isEmpty()) {
      return Optional.empty();
    }
    try {
      topics = new Topics(settings.prefix(), identity.id(), settings.groups());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    teller.use(settings, topics);
    List<String> listened = new ArrayList<>(topics.commands());
    if (settings.discovery()) {
      listened.add(Topics.HOME_ASSISTANT);
    }
    Access access = Access.of(settings, "martlet-" + identity.id());
    Message will = Teller.availability(topics, false);
    return Optional.of(new Link.Plan(access, new Wire.Purpose(Optional.of(will), listened)));
  }

  private void happened(String event, JsonObject data) {
    data.addProperty("event", event);
    data.addProperty("ts", clock.instant().getEpochSecond());
    Topics at = topics;
    if (at != null) {
      outbox.add(Message.once(at.own("event"), data.toString()));
    }
  }

  private void arrived(Message message) {
    Topics at = topics;
    if (message.topic().equals(Topics.HOME_ASSISTANT)) {
      // Home Assistant forgets what was found when it starts; a kept word of that is an old one.
      if (message.text().equals("online") && !message.retain()) {
        teller.introduce();
      }
      return;
    }
    at.command(message.topic()).ifPresent(command -> commands.take(message, command, at));
  }

  /** Says goodbye, within a few seconds. */
  @Override
  public void close() {
    closing = true;
    inbox.wake();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Watching implements Link.Watcher {
    @Override
    public void up() {
      if (config.linkUp()) {
        happened("config_kept", new JsonObject());
      }
      if (rolledBack) {
        rolledBack = false;
        happened("config_rolled_back", new JsonObject());
      }
      teller.introduce();
    }

    @Override
    @SuppressWarnings("CheckReturnValue") // what has no room is counted there
    public void arrived(Message message) {
      inbox.offer(() -> Remote.this.arrived(message), message.payload().length);
    }

    @Override
    public void wake() {
      inbox.wake();
    }
  }

  /** What is more than a call of the box. */
  private final class Doing implements Commands.Actions {
    @Override
    @SuppressWarnings({"FutureReturnValueIgnored", "CheckReturnValue"}) // it answers by itself
    public void screenshot(Answer answer) {
      box.screenshot()
          .orTimeout(SCREENSHOT_SECONDS, TimeUnit.SECONDS)
          .whenComplete((jpeg, trouble) -> inbox.offer(() -> shown(jpeg, trouble, answer), 0));
    }

    private void shown(byte[] jpeg, Throwable trouble, Answer answer) {
      if (trouble != null) {
        Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
        boolean refusal = cause instanceof RefusalException;
        answer.refused(refusal ? cause.getMessage() : "there was no picture in time: try again");
        return;
      }
      Message picture = Message.retained(topics.own("screenshot"), jpeg);
      if (!link.publish(picture)) {
        answer.refused("the broker does not take the picture now: try again");
        return;
      }
      JsonObject done = new JsonObject();
      done.addProperty("topic", picture.topic());
      done.addProperty("bytes", jpeg.length);
      answer.done(done);
    }

    @Override
    public void restart() {
      outbox.flush(link::publish);
      box.restart();
    }

    @Override
    public JsonObject stats() {
      JsonObject stats = box.telling().toJson();
      commands.count(stats);
      stats.addProperty("messages_in_dropped", inbox.dropped());
      stats.addProperty("messages_out_dropped", outbox.dropped());
      return stats;
    }
  }
}

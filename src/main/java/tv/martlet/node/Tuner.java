package tv.martlet.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tinylog.Logger;
import tv.martlet.config.Settings;
import tv.martlet.player.Player;

/**
 * Follows the wishes: what is received, what is shown and how loud. Wishes come from any thread,
 * and the last one holds; all else lives on the box's thread.
 */
final class Tuner {
  private final Settings settings;
  private final Screen screen;
  private final Memory memory;
  private final Lineup lineup;
  private final Function<String, String> streamUrl;
  private volatile ChannelList list = ChannelList.EMPTY;
  private volatile Optional<BoxChannel> wish = Optional.empty();

  // the box's thread
  private Optional<BoxChannel> shown = Optional.empty();
  private String streamId = "";
  private String problem = "";
  private double speed = 1;
  private final List<String> toRelay;

  /**
   * Shows nothing yet.
   *
   * @param streamUrl from a channel's id to the address of its stream
   */
  Tuner(
      Settings settings,
      Screen screen,
      Memory memory,
      Lineup lineup,
      Function<String, String> streamUrl) {
    this.settings = settings;
    this.screen = screen;
    this.memory = memory;
    this.lineup = lineup;
    this.streamUrl = streamUrl;
    this.toRelay = new ArrayList<>(settings.relay().channels());
  }

  // ---- any thread ----

  /** What can be watched now. */
  ChannelList list() {
    return list;
  }

  /** What was wished for last; to be followed by {@link #settle} on the box's thread. */
  void wish(BoxChannel channel) throws RefusedCommandException {
    if (!canShow(channel)) {
      throw new RefusedCommandException(
          "channel " + channel.id() + " is for a screen, and there is none: set player.backend");
    }
    wish = Optional.of(channel);
  }

  /** The channel so many places on from the one wished for last. */
  BoxChannel next(int by) throws RefusedCommandException {
    return list.step(wish.map(BoxChannel::id).orElse(""), by);
  }

  /** Whether a channel is played from its own address, and not received by this node. */
  static boolean isWeb(BoxChannel channel) {
    return channel.uri().regionMatches(true, 0, "http", 0, 4);
  }

  // ---- the box's thread ----

  /** The channel that is shown, or meant to be. */
  Optional<BoxChannel> shown() {
    return shown;
  }

  /** The last trouble as a sentence, empty after a change for the better. */
  String problem() {
    return problem;
  }

  /** The id under which is received what is shown, or else relayed first. */
  String mainId() {
    return streamId.isEmpty()
        ? lineup.relayed().stream().findFirst().map(BoxChannel::id).orElse("")
        : streamId;
  }

  /** What people call that which is shown, or else relayed first. */
  String mainName() {
    return shown
        .or(() -> lineup.relayed().stream().findFirst())
        .map(channel -> list.listed(channel).name())
        .orElse("");
  }

  /** Ids of what is passed on; without a screen that is what was chosen, too. */
  Set<String> relayed() {
    Set<String> ids = new LinkedHashSet<>();
    lineup.relayed().forEach(channel -> ids.add(list.listed(channel).id()));
    if (screen.player().isEmpty()) {
      shown.ifPresent(channel -> ids.add(list.listed(channel).id()));
    }
    return Collections.unmodifiableSet(ids);
  }

  /** There is a list, or another one. */
  void listed(ChannelList fresh) {
    list = fresh;
    problem = "";
    toRelay.removeIf(this::isRelayed);
    if (wish.isEmpty()) {
      wish = firstWish(fresh);
      follow();
    }
  }

  private boolean isRelayed(String which) {
    try {
      lineup.relay(list.find(which), true);
      return true;
    } catch (RefusedCommandException e) {
      trouble("relay.channels: " + e.getMessage());
      return false;
    }
  }

  /** What is shown after a start: as before it, unless the settings have changed their mind. */
  private Optional<BoxChannel> firstWish(ChannelList fresh) {
    String set = settings.channels().play();
    Remembered kept = memory.get();
    List<String> wanted = kept.play().equals(set) ? List.of(kept.channel(), set) : List.of(set);
    for (String which : wanted) {
      Optional<BoxChannel> found = which.isEmpty() ? Optional.empty() : found(fresh, which);
      if (found.isPresent()) {
        return found;
      }
    }
    boolean relaysOnly = screen.player().isEmpty() && !settings.relay().channels().isEmpty();
    return fresh.channels().stream().filter(c -> !relaysOnly && canShow(c)).findFirst();
  }

  private Optional<BoxChannel> found(ChannelList fresh, String which) {
    try {
      return Optional.of(fresh.find(which)).filter(this::canShow);
    } catch (RefusedCommandException e) {
      trouble("after the start: " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean canShow(BoxChannel channel) {
    return !isWeb(channel) || screen.player().isPresent();
  }

  private void trouble(String sentence) {
    problem = sentence;
    Logger.warn(sentence);
  }

  /** Does what was wished for last. */
  void settle() {
    problem = "";
    follow();
  }

  private void follow() {
    Optional<BoxChannel> wanted = wish;
    if (wanted.equals(shown)) {
      return;
    }
    shown = wanted;
    try {
      wanted.ifPresent(this::remember);
      show(wanted);
    } catch (RefusedCommandException e) {
      trouble(e.getMessage());
    }
  }

  private void show(Optional<BoxChannel> wanted) throws RefusedCommandException {
    streamId = "";
    if (wanted.isEmpty()) {
      lineup.hide();
      screen.player().ifPresent(Player::stop);
      return;
    }
    BoxChannel channel = wanted.get();
    if (isWeb(channel)) {
      lineup.hide();
      play(channel.uri(), channel.name());
    } else {
      streamId = lineup.show(channel);
      play(streamUrl.apply(streamId), channel.name());
    }
  }

  private void play(String address, String title) {
    screen.player().ifPresent(player -> player.play(address, title));
  }

  /** Lets the player go at the pace that the stream's state asks for. */
  void pace(double wanted) {
    if (wanted != speed) {
      speed = wanted;
      screen.player().ifPresent(player -> player.speed(wanted));
    }
  }

  private void remember(BoxChannel channel) {
    boolean listed = list.channels().contains(channel);
    memory.remember(
        memory
            .get()
            .withChannel(listed ? channel.id() : channel.uri(), settings.channels().play()));
  }

  /** Begins or ends passing on. */
  void relay(BoxChannel channel, boolean on) {
    try {
      lineup.relay(channel, on);
    } catch (RefusedCommandException e) {
      trouble(e.getMessage());
    }
  }

  /** Sets the volume, 0 to 100, and whether anything is heard. */
  void sound(int volume, boolean muted) {
    memory.remember(memory.get().withSound(volume, muted));
    hear();
  }

  /** As it was remembered. */
  void hear() {
    Remembered kept = memory.get();
    screen
        .player()
        .ifPresent(
            player -> {
              player.volume(kept.volume());
              player.mute(kept.muted());
            });
  }
}

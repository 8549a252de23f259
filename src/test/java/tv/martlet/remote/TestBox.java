package tv.martlet.remote;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A box that remembers what it was told to do. */
public final class TestBox implements Steered {
  static final Telling.Figures FIGURES =
      new Telling.Figures(1.5, 3, 1_000_000, 250_000, 7, 420, -1, 2100, 0.9987);

  final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  volatile Telling telling =
      new Telling("PLAYING", "one", "First", 40, false, List.of(), "", FIGURES);
  volatile List<Choice> channels =
      List.of(
          new Choice("one", "First", 1, "News", true), new Choice("two", "Second", 2, "", true));
  volatile byte[] picture = {(byte) 0xff, (byte) 0xd8, 1, 2, 3};
  private volatile Runnable changed = () -> {};

  void become(Telling now) {
    telling = now;
    changed.run();
  }

  /** Puts it at a broker under an id, in the group "hall". */
  public AutoCloseable at(Broker broker, String id) {
    return Remote.start(this, new TestDesk(broker.address()), new Identity(id, id, "0.1.0", ""));
  }

  /** What it was told to do next. */
  String awaitDone() throws InterruptedException {
    String next = done.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  @Override
  public Telling telling() {
    return telling;
  }

  @Override
  public void listen(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public List<Choice> channels() {
    return channels;
  }

  @Override
  public List<Neighbour> neighbours() {
    return List.of(new Neighbour("192.0.2.7:6778", "one", 1000, 2000, 12_500));
  }

  @Override
  public void channel(String which) throws RefusalException {
    if (channels.stream().noneMatch(c -> c.id().equals(which) || c.name().equals(which))) {
      throw new RefusalException("there is no channel " + which + ": see channels");
    }
    done.add("channel " + which);
  }

  @Override
  public void volume(int percent) {
    done.add("volume " + percent);
    Telling was = telling;
    become(
        new Telling(
            was.status(),
            was.channel(),
            was.name(),
            percent,
            was.muted(),
            was.relayed(),
            "",
            was.figures()));
  }

  @Override
  public void mute(boolean muted) {
    done.add("mute " + muted);
  }

  @Override
  public void relay(String which, boolean on) {
    done.add("relay " + which + " " + on);
  }

  @Override
  public void message(String text, Duration time) {
    done.add("message " + text + " " + time.toSeconds());
  }

  @Override
  public void identify() {
    done.add("identify");
  }

  @Override
  public CompletableFuture<byte[]> screenshot() {
    return picture.length == 0
        ? CompletableFuture.failedFuture(new RefusalException("there is no screen"))
        : CompletableFuture.completedFuture(picture);
  }

  @Override
  public List<String> logs(int lines) {
    return List.of("a line").subList(0, Math.min(lines, 1));
  }

  @Override
  public void restart() {
    done.add("restart");
  }
}

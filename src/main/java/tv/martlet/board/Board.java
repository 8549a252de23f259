package tv.martlet.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tinylog.Logger;

/** The buttons and the light that are wired to a board, in use. */
public final class Board implements AutoCloseable {
  private final BoardSettings settings;
  private final Pins pins;
  private final Keys keys;
  private final LongSupplier micros;
  private final ScheduledThreadPoolExecutor thread;
  private final Light light = new Light();
  private Pins.Output lamp = high -> {};
  private boolean lit;
  private long glowing;

  private Board(BoardSettings settings, Pins pins, Keys keys, LongSupplier micros) {
    this.settings = settings;
    this.pins = pins;
    this.keys = keys;
    this.micros = micros;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            body -> {
              Thread made = new Thread(body, "board");
              made.setDaemon(true);
              return made;
            });
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    thread.setRemoveOnCancelPolicy(true);
  }

  /**
   * Takes the pins of the settings into use; empty when there are none, or this is no board.
   *
   * @throws BoardException when they cannot be used
   */
  public static Optional<Board> open(BoardSettings settings, Keys keys) throws BoardException {
    // Not a method reference: that would load the class, and with it Pi4J's, before it is needed.
    return open(settings, keys, Path.of("/"), () -> Pi4jPins.gpiod());
  }

  /**
   * The same on a machine whose files are below {@code root}.
   *
   * @param makesPins is asked only where pins are to be used
   */
  static Optional<Board> open(
      BoardSettings settings, Keys keys, Path root, Supplier<? extends Pins> makesPins)
      throws BoardException {
    Map<Key, Integer> wired = wired(settings);
    if (!settings.enabled() || (wired.isEmpty() && settings.light() == BoardSettings.NONE)) {
      return Optional.empty();
    }
    checkPins(settings, wired);
    if (!isBoard(root)) {
      Logger.info("board.enabled is set, but this machine has no pins: the buttons are left out");
      return Optional.empty();
    }
    Pins pins = null;
    try {
      pins = makesPins.get();
      Board board = new Board(settings, pins, keys, () -> System.nanoTime() / 1_000);
      board.begin(wired);
      return Optional.of(board);
    } catch (RuntimeException | LinkageError e) { // Pi4J's own, and those of its native library
      if (pins != null) {
        pins.close();
      }
      throw new BoardException(
          "the board's pins cannot be used ("
              + e.getMessage()
              + "): let this user open /dev/gpiochip0, or set board.enabled = false",
          e);
    }
  }

  private static Map<Key, Integer> wired(BoardSettings settings) {
    Map<Key, Integer> wired = new LinkedHashMap<>();
    wired.put(Key.CHANNEL_UP, settings.channelUp());
    wired.put(Key.CHANNEL_DOWN, settings.channelDown());
    wired.put(Key.VOLUME_UP, settings.volumeUp());
    wired.put(Key.VOLUME_DOWN, settings.volumeDown());
    wired.put(Key.POWER, settings.power());
    wired.values().removeIf(pin -> pin == BoardSettings.NONE);
    return wired;
  }

  private static void checkPins(BoardSettings settings, Map<Key, Integer> wired)
      throws BoardException {
    Set<Integer> taken = new HashSet<>();
    taken.add(settings.light());
    for (int pin : wired.values()) {
      if (!taken.add(pin)) {
        throw new BoardException(
            "pin " + pin + " is named twice in [board]: give each button and the light its own");
      }
    }
  }

  /** A device tree and a GPIO chip make a board. */
  static boolean isBoard(Path root) {
    return Files.exists(root.resolve("proc/device-tree/model"))
        && Files.exists(root.resolve("dev/gpiochip0"));
  }

  private void begin(Map<Key, Integer> wired) {
    if (settings.light() != BoardSettings.NONE) {
      lamp = pins.output(settings.light());
    }
    wired.forEach(this::listen);
  }

  private void listen(Key key, int pin) {
    Contact contact = new Contact(key);
    boolean high = pins.input(pin, settings.activeLow(), contact);
    thread.execute(() -> contact.begin(high));
  }

  /** What the light shows from now on. Any thread. */
  public void show(Light.State state) {
    thread.execute(
        () -> {
          light.show(state, micros.getAsLong());
          glow();
        });
  }

  /** Flickers for ten seconds. Any thread. */
  public void identify() {
    thread.execute(
        () -> {
          light.identify(micros.getAsLong());
          glow();
        });
  }

  /** Sets the lamp and comes again when it must change; a newer call takes over from an older. */
  private void glow() {
    long now = micros.getAsLong();
    boolean wanted = light.isLit(now);
    if (wanted != lit) {
      lit = wanted;
      lamp.set(wanted);
    }
    long call = ++glowing;
    later(
        light.deadline(now),
        () -> {
          if (call == glowing) {
            glow();
          }
        });
  }

  private void later(long deadline, Runnable task) {
    if (deadline != Long.MAX_VALUE) {
      long wait = Math.max(0, deadline - micros.getAsLong());
      var unused = thread.schedule(task, wait, TimeUnit.MICROSECONDS);
    }
  }

  /** Turns the light off and gives the pins back. */
  @Override
  public void close() {
    thread.execute(
        () -> {
          lamp.set(false);
          pins.close();
          thread.shutdownNow();
        });
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        Logger.warn("the board's pins were not given back in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One contact. However often its level changes, one task at a time waits for the board's thread.
   */
  private final class Contact implements Pins.Listener {
    private final Key key;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile boolean high;
    private volatile boolean heard;
    private Button button;
    private long call;

    Contact(Key key) {
      this.key = key;
    }

    private void begin(boolean found) {
      button =
          new Button(
              settings.debounce(),
              settings.longPress(),
              found != settings.activeLow(),
              press -> keys.pressed(key, press));
      if (heard) {
        take();
      }
    }

    @Override
    public void changed(boolean nowHigh) {
      high = nowHigh;
      heard = true;
      if (waiting.compareAndSet(false, true)) {
        thread.execute(
            () -> {
              waiting.set(false);
              take();
            });
      }
    }

    private void take() {
      if (button != null) {
        button.level(high != settings.activeLow(), micros.getAsLong());
        watch();
      }
    }

    private void watch() {
      long now = ++call;
      later(
          button.deadline(),
          () -> {
            if (now == call) {
              button.timer(micros.getAsLong());
              watch();
            }
          });
    }
  }
}

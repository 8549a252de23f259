package tv.martlet.node;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.board.Board;
import tv.martlet.board.BoardException;
import tv.martlet.board.BoardSettings;
import tv.martlet.board.Key;
import tv.martlet.board.Keys;
import tv.martlet.board.Light;

/** Lets the board's buttons steer the box, and its light tell how the box fares. */
final class BoardLink implements Keys {
  /** Percent of volume by one press. */
  static final int VOLUME_STEP = 5;

  private static final Duration VOLUME_TIME = Duration.ofSeconds(2);

  private final Box box;

  BoardLink(Box box) {
    this.box = box;
  }

  /**
   * Takes buttons and light into use where the settings name some and this is a board; what is in
   * the way is told in the log, and the box goes on without.
   *
   * @param onIdentify names who is told when the box is to make itself known
   */
  static Optional<Board> start(BoardSettings settings, Box box, Consumer<Runnable> onIdentify) {
    try {
      Optional<Board> opened = Board.open(settings, new BoardLink(box));
      opened.ifPresent(
          board -> {
            board.show(Light.State.STARTING);
            box.listen(state -> board.show(light(state)));
            onIdentify.accept(board::identify);
          });
      return opened;
    } catch (BoardException e) {
      Logger.warn("there are no buttons and no light: {}", e.getMessage());
      return Optional.empty();
    }
  }

  static Light.State light(BoxState state) {
    boolean running =
        state.status() == BoxState.Status.PLAYING || state.status() == BoxState.Status.RELAYING;
    if (!running && !state.problem().isEmpty()) {
      return Light.State.PROBLEM;
    }
    return switch (state.status()) {
      case STARTING -> Light.State.STARTING;
      case LOADING, BUFFERING -> Light.State.BUFFERING;
      case IDLE, PLAYING, RELAYING -> Light.State.PLAYING;
    };
  }

  @Override
  public void pressed(Key key, Press press) {
    switch (key) {
      case CHANNEL_UP -> step(press, 1);
      case CHANNEL_DOWN -> step(press, -1);
      case VOLUME_UP -> louder(press, VOLUME_STEP);
      case VOLUME_DOWN -> louder(press, -VOLUME_STEP);
      case POWER -> power(press);
    }
  }

  private void step(Press press, int by) {
    if (press != Press.DOWN) {
      return;
    }
    try {
      box.step(by);
    } catch (RefusedCommandException e) {
      Logger.info("the button does nothing: {}", e.getMessage());
    }
  }

  private void louder(Press press, int by) {
    if (press == Press.SHORT) {
      return;
    }
    BoxState.Sound sound = box.state().sound();
    int volume = Math.max(0, Math.min(100, sound.volume() + by));
    if (sound.muted()) {
      box.mute(false);
    }
    box.volume(volume);
    try {
      box.message("Volume " + volume, VOLUME_TIME);
    } catch (RefusedCommandException e) {
      Logger.debug("no screen for the volume: {}", e.getMessage());
    }
  }

  private void power(Press press) {
    if (press == Press.SHORT) {
      box.identify();
    } else if (press == Press.LONG) {
      Logger.info("switched off by the button");
      box.powerOff();
    }
  }
}

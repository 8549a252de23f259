package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tv.martlet.player.PlayerState;

class FaringTest {
  private static final BoxChannel BLUE =
      new BoxChannel("blue", "The blue one", 1, "ppsp:", BoxChannel.Extras.NONE);

  private static PlayerState playing(String title) {
    return new PlayerState(
        PlayerState.Phase.PLAYING,
        new PlayerState.Source("http://127.0.0.1/channel", title),
        new PlayerState.Picture(
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.of(250)),
        new PlayerState.Sound(100, false),
        new PlayerState.Upkeep(0, ""));
  }

  private static BoxState state(PlayerState player) {
    Remembered remembered = new Remembered("blue", "", 100, false);
    return new Faring(
            Optional.of(BLUE),
            true,
            new Faring.Main("blue", "The blue one"),
            Map.of(),
            Optional.of(player),
            remembered,
            "")
        .state();
  }

  @Test
  void aPlayerThatStillShowsTheChannelBeforeIsLoading() {
    BoxState state = state(playing("The red one"));
    assertEquals(BoxState.Status.LOADING, state.status());
    assertEquals(-1, state.figures().times().zapMs());
  }

  @Test
  void thePlayersOwnFiguresOnceItShowsTheChannel() {
    BoxState state = state(playing("The blue one"));
    assertEquals(BoxState.Status.PLAYING, state.status());
    assertEquals(250, state.figures().times().zapMs());
  }
}

package tv.martlet.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static tv.martlet.board.Keys.Press.DOWN;
import static tv.martlet.board.Keys.Press.LONG;
import static tv.martlet.board.Keys.Press.REPEAT;
import static tv.martlet.board.Keys.Press.SHORT;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.board.Keys.Press;

/** Buttons and light on Pi4J's mock pins. */
class BoardTest {
  private static final Duration DEBOUNCE = Duration.ofMillis(5);
  private static final Duration FOREVER = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofMillis(30);

  @TempDir Path root;
  private final BlockingQueue<String> presses = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> lamp = new LinkedBlockingQueue<>();
  private Context context;
  private Board board;

  @AfterEach
  void end() {
    if (board != null) {
      board.close();
    }
  }

  private static BoardSettings settings(Duration longPress, boolean activeLow) {
    return new BoardSettings(true, 5, 6, 13, -1, 3, 17, DEBOUNCE, longPress, activeLow);
  }

  private void isBoard() throws IOException {
    Files.createDirectories(root.resolve("proc/device-tree"));
    Files.writeString(root.resolve("proc/device-tree/model"), "Raspberry Pi 4 Model B Rev 1.5\0");
    Files.createDirectories(root.resolve("dev"));
    Files.writeString(root.resolve("dev/gpiochip0"), "");
  }

  private void open(BoardSettings settings) throws IOException {
    isBoard();
    board = Board.open(settings, this::note, root, this::mockPins).orElseThrow();
    if (settings.light() != BoardSettings.NONE) {
      output().addListener(event -> lamp.add(event.state().isHigh()));
    }
  }

  private Pins mockPins() {
    context =
        Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(MockDigitalInputProvider.newInstance(), MockDigitalOutputProvider.newInstance())
            .disableShutdownHook()
            .build();
    return new Pi4jPins(context);
  }

  private void note(Key key, Press press) {
    presses.add(key + " " + press);
  }

  private MockDigitalInput input(int pin) {
    return context.registry().get("in" + pin);
  }

  private MockDigitalOutput output() {
    return context.registry().get("out17");
  }

  private void set(int pin, boolean high) {
    input(pin).mockState(high ? DigitalState.HIGH : DigitalState.LOW);
  }

  private String next() throws InterruptedException {
    String press = presses.poll(20, TimeUnit.SECONDS);
    return press == null ? fail("no press was heard") : press;
  }

  /** A mock's level is low at first, which is a button found pressed: lets them all go. */
  private void letGo(int... pins) throws InterruptedException {
    for (int pin : pins) {
      set(pin, true);
    }
    TimeUnit.MILLISECONDS.sleep(4 * DEBOUNCE.toMillis()); // time itself is what is needed here
  }

  @Test
  void buttonsAreHeardBouncingOrNot() throws Exception {
    open(settings(FOREVER, true));
    assertEquals(PullResistance.PULL_UP, input(5).pull());
    letGo(5, 6, 13, 3);
    set(5, false);
    assertEquals("CHANNEL_UP " + DOWN, next());
    set(5, true);
    assertEquals("CHANNEL_UP " + SHORT, next());
    for (int i = 0; i < 101; i++) {
      set(6, i % 2 == 1);
    }
    assertEquals("CHANNEL_DOWN " + DOWN, next());
    set(6, true);
    assertEquals("CHANNEL_DOWN " + SHORT, next());
    set(13, false);
    set(13, true); // far too short
    set(3, false);
    assertEquals("POWER " + DOWN, next());
  }

  @Test
  void heldLongTheyRepeat() throws Exception {
    open(settings(SOON, true));
    letGo(13);
    set(13, false);
    assertEquals("VOLUME_UP " + DOWN, next());
    assertEquals("VOLUME_UP " + LONG, next());
    assertEquals("VOLUME_UP " + REPEAT, next());
    assertEquals("VOLUME_UP " + REPEAT, next());
  }

  @Test
  void buttonsToTheSupplyAreHighWhenPressed() throws Exception {
    open(settings(FOREVER, false));
    assertEquals(PullResistance.PULL_DOWN, input(5).pull());
    set(5, true);
    assertEquals("CHANNEL_UP " + DOWN, next());
  }

  @Test
  void theLightBlinksIsSteadyAndGoesOutAtTheEnd() throws Exception {
    open(settings(FOREVER, true));
    board.show(Light.State.BUFFERING);
    for (int i = 0; i < 4; i++) {
      assertEquals(i % 2 == 0, lamp.poll(20, TimeUnit.SECONDS));
    }
    board.show(Light.State.PLAYING);
    Boolean lit = lamp.poll(20, TimeUnit.SECONDS);
    while (Boolean.FALSE.equals(lit)) {
      lit = lamp.poll(20, TimeUnit.SECONDS);
    }
    assertEquals(true, lit);
    assertNull(lamp.poll(400, TimeUnit.MILLISECONDS), "steady");
    board.identify();
    assertEquals(false, lamp.poll(20, TimeUnit.SECONDS));
    assertEquals(true, lamp.poll(20, TimeUnit.SECONDS));
    MockDigitalOutput output = output();
    board.close();
    board = null;
    assertEquals(DigitalState.LOW, output.state());
  }

  @Test
  void onlyTheLightMayBeThere() throws Exception {
    open(new BoardSettings(true, -1, -1, -1, -1, -1, 17, DEBOUNCE, FOREVER, true));
    board.show(Light.State.PLAYING);
    assertEquals(true, lamp.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void aPinNamedTwiceIsSaidInASentence() throws Exception {
    isBoard();
    BoardSettings twice = new BoardSettings(true, 5, 17, -1, -1, -1, 17, DEBOUNCE, FOREVER, true);
    BoardException e =
        assertThrows(
            BoardException.class, () -> Board.open(twice, this::note, root, this::mockPins));
    assertEquals(
        "pin 17 is named twice in [board]: give each button and the light its own", e.getMessage());
  }

  @Test
  void pinsThatCannotBeUsedAreSaidInASentence() throws Exception {
    isBoard();
    BoardException e =
        assertThrows(
            BoardException.class,
            () ->
                Board.open(
                    settings(FOREVER, true),
                    this::note,
                    root,
                    () -> {
                      throw new UnsatisfiedLinkError("no libgpiod here");
                    }));
    assertTrue(e.getMessage().contains("(no libgpiod here): let this user open /dev/gpiochip0"));
  }

  /** Where pins are off, or there is no board, not one class of Pi4J is loaded. */
  @ParameterizedTest
  @ValueSource(strings = {"off", "none", "elsewhere"})
  void pi4jIsLeftAloneUnlessItIsNeeded(String why) throws Exception {
    if (!why.equals("elsewhere")) {
      isBoard();
    }
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                Bystander.class.getName(),
                why,
                root.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), said);
    assertTrue(said.contains("tv.martlet.board.Board "), "the board's class is among them");
    assertTrue(said.lines().noneMatch(line -> line.contains("com.pi4j")), "Pi4J was touched");
  }

  /** The child: opens what must stay closed. */
  static final class Bystander {
    private Bystander() {}

    public static void main(String[] args) throws IOException {
      int pin = args[0].equals("none") ? BoardSettings.NONE : 17;
      BoardSettings settings =
          new BoardSettings(
              !args[0].equals("off"), -1, -1, -1, -1, -1, pin, DEBOUNCE, FOREVER, true);
      var board =
          Board.open(settings, (key, press) -> {}, Path.of(args[1]), () -> Pi4jPins.gpiod());
      System.exit(board.isEmpty() ? 0 : 1);
    }
  }
}

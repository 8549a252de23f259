package tv.martlet.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Logger;
import tv.martlet.player.PlayerState.Phase;

/** The real mpv with no screen and no sound, fed by a real live stream. */
class MpvPlayerTest {
  private static final int SECONDS = 60;
  private static final int RED = 0xff0000;
  private static final int BLUE = 0x0000ff;

  @TempDir static Path dir;
  private static TsServer server;
  private MpvPlayer player;

  @BeforeAll
  static void makeStreams() throws Exception {
    server = new TsServer(Map.of("red", make("red"), "blue", make("blue")), SECONDS);
  }

  private static Path make(String colour) throws Exception {
    Path file = dir.resolve(colour + ".ts");
    List<String> words = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-f", "lavfi", "-i"));
    words.add("color=" + colour + ":size=160x90:rate=25");
    words.addAll(List.of("-f", "lavfi", "-i", "sine=440", "-t", String.valueOf(SECONDS)));
    words.addAll(List.of("-c:v", "mpeg2video", "-g", "12", "-b:v", "300k", "-c:a", "mp2"));
    words.addAll(List.of("-f", "mpegts", file.toString()));
    assertEquals(0, new ProcessBuilder(words).inheritIO().start().waitFor());
    return file;
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void start() throws PlayerException {
    player = start(settings("mpv"));
  }

  private static MpvPlayer start(PlayerSettings settings) throws PlayerException {
    MpvPlayer.Patience patience =
        new MpvPlayer.Patience(Duration.ofMillis(1_500), Duration.ofSeconds(1));
    return MpvPlayer.start(settings, new Machine("", Map.of(), false), patience);
  }

  @AfterEach
  void end() {
    player.close();
    assertEquals(Phase.CLOSED, player.state().phase());
  }

  private static PlayerSettings settings(String command, String... options) {
    return new PlayerSettings(
        PlayerSettings.Backend.MPV, command, List.of(options), "null", "null", "auto");
  }

  private PlayerState await(Predicate<PlayerState> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!wanted.test(player.state())) {
      if (System.nanoTime() - end > 0) {
        fail("still " + player.state());
      }
      LockSupport.parkNanos(2_000_000);
    }
    return player.state();
  }

  private PlayerState awaitPlaying(String name) {
    return await(s -> s.phase() == Phase.PLAYING && s.source().url().equals(server.url(name)));
  }

  private int pixel() throws IOException {
    Path shot = player.screenshot(dir.resolve("shot.png")).join();
    BufferedImage image = ImageIO.read(shot.toFile());
    assertEquals(160, image.getWidth());
    return image.getRGB(80, 45);
  }

  /** MPEG-2 and the way to RGB cost a little of each colour. */
  private static void assertNear(int wanted, int rgb) {
    for (int shift = 0; shift <= 16; shift += 8) {
      int off = Math.abs((wanted >> shift & 0xff) - (rgb >> shift & 0xff));
      assertTrue(off < 12, () -> Integer.toHexString(rgb));
    }
  }

  @Test
  void showsThePictureOfTheStreamAndMeasures() throws Exception {
    await(s -> s.phase() == Phase.IDLE);
    player.play(server.url("red"), "Red");
    PlayerState playing = awaitPlaying("red");
    assertTrue(playing.picture().zapMillis().isPresent());
    assertEquals("Red", playing.source().title());
    assertNear(RED, pixel());
    player.volume(140);
    player.mute(true);
    player.showText("Costs $5 or ${path}", Duration.ofMillis(100));
    await(s -> s.sound().equals(new PlayerState.Sound(100, true)));
    await(s -> s.picture().positionSeconds().orElse(0) > 0.1);
    await(s -> Math.abs(s.picture().fps().orElse(0) - 25) < 1);
    player.stop();
    assertEquals("", await(s -> s.phase() == Phase.IDLE).source().url());
  }

  @Test
  void zapsWithoutRestartAndFastZapsEndAtTheLast() throws Exception {
    List<Long> zaps = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String name = i % 2 == 0 ? "red" : "blue";
      player.play(server.url(name), name);
      zaps.add(awaitPlaying(name).picture().zapMillis().orElseThrow());
      assertNear(i % 2 == 0 ? RED : BLUE, pixel());
    }
    assertEquals(0, player.state().upkeep().restarts());
    Logger.info("Zap times in ms: {}", zaps);
    int before = server.requests.get();
    for (int i = 0; i <= 40; i++) {
      player.play(server.url(i % 2 == 0 ? "blue" : "red"), "fast " + i);
    }
    assertEquals("fast 40", awaitPlaying("blue").source().title());
    assertNear(BLUE, pixel());
    assertTrue(server.requests.get() - before < 41, "most of the 41 were never opened");
  }

  @Test
  void comesBackByItselfAfterAKill() throws Exception {
    player.play(server.url("blue"), "Blue");
    long first = player.pid();
    awaitPlaying("blue");
    signal("KILL", first);
    PlayerState down = await(s -> s.upkeep().restarts() == 1);
    assertTrue(down.upkeep().problem().contains("mpv ended with code 137"), down::toString);
    awaitPlaying("blue");
    assertNotEquals(first, player.pid());
    assertNear(BLUE, pixel());
  }

  @Test
  void aHangIsEndedAndThePictureComesBack() throws Exception {
    List<String> problems = new CopyOnWriteArrayList<>();
    player.onChange(s -> problems.add(s.upkeep().problem()));
    player.play(server.url("red"), "Red");
    awaitPlaying("red");
    long first = player.pid();
    signal("STOP", first);
    for (int i = 0; i < 100; i++) {
      player.volume(i); // a full queue must not hide the hang
    }
    await(s -> s.upkeep().restarts() == 1);
    awaitPlaying("red");
    assertTrue(problems.stream().anyMatch(p -> p.contains("did not answer for 1500 ms")));
    assertTrue(ProcessHandle.of(first).map(p -> !p.isAlive()).orElse(true));
    assertEquals(99, player.state().sound().volume());
    assertNear(RED, pixel());
  }

  @Test
  void playsFasterAndSlowerAndKeepsTheSpeedOverARestart() throws Exception {
    player.play(server.url("red"), "Red");
    awaitPlaying("red");
    player.speed(1.05);
    assertEquals(1.05, player.property("speed").join());
    assertEquals(true, player.property("audio-pitch-correction").join());
    player.speed(99);
    assertEquals(2.0, player.property("speed").join());
    player.speed(-1);
    assertEquals(0.5, player.property("speed").join());
    player.speed(Double.NaN);
    assertEquals(1.0, player.property("speed").join());
    player.speed(0.9);
    player.play(server.url("blue"), "Blue");
    awaitPlaying("blue");
    assertEquals(0.9, player.property("speed").join());
    signal("KILL", player.pid());
    await(s -> s.upkeep().restarts() == 1);
    awaitPlaying("blue");
    assertEquals(0.9, player.property("speed").join());
  }

  @Test
  void aStreamThatEndsIsAskedForAgain() {
    player.play(server.url("red"), "Red");
    awaitPlaying("red");
    int before = server.requests.get();
    server.dropAll();
    await(s -> server.requests.get() > before);
    awaitPlaying("red");
    assertEquals(0, player.state().upkeep().restarts());
  }

  /** A script stands in for the chip: with any hardware decoder no picture comes out. */
  @Test
  void aDecoderWithoutPictureIsGivenUpAndTheChannelIsThere() throws Exception {
    Path script = dir.resolve("chip.lua");
    Files.writeString(
        script,
        """
        mp.observe_property("hwdec", "string", function(_, hwdec)
          mp.set_property("vf", hwdec ~= "no" and "lavfi=[select=0]" or "")
        end)
        """);
    player.close();
    player =
        start(
            new PlayerSettings(
                PlayerSettings.Backend.MPV,
                "mpv",
                List.of("--script=" + script),
                "null",
                "null",
                "auto-copy"));
    player.play(server.url("red"), "Red");
    String said = awaitPlaying("red").upkeep().problem();
    assertEquals(
        "hardware decoding (auto-copy) gave no picture and is off until the next start: set"
            + " player.hwdec = \"no\" to leave it off",
        said);
    assertEquals("no", player.property("hwdec").join());
    assertNear(RED, pixel());
    player.play(server.url("blue"), "Blue");
    assertEquals(said, awaitPlaying("blue").upkeep().problem(), "until the next start");
    signal("KILL", player.pid());
    await(s -> s.upkeep().restarts() == 1);
    assertEquals(said, awaitPlaying("blue").upkeep().problem(), "over a crash too");
    assertEquals("no", player.property("hwdec").join());
  }

  @Test
  void aStreamThatIsNotThereIsAProblemInASentence() {
    player.play(server.url("nothing"), "None");
    PlayerState state = await(s -> !s.upkeep().problem().isEmpty());
    assertEquals(Phase.LOADING, state.phase());
    assertTrue(state.upkeep().problem().startsWith("the stream ended (error"), state::toString);
    player.play(server.url("red"), "Red");
    assertEquals("", awaitPlaying("red").upkeep().problem());
  }

  @Test
  void onlyWebAddressesArePlayed() {
    for (String url :
        List.of("file:///etc/passwd", "/etc/passwd", "av://lavfi:x", "", "http://a b")) {
      assertThrows(IllegalArgumentException.class, () -> player.play(url, "x"), url);
    }
    String longUrl = "http://h/" + "a".repeat(2_048);
    assertThrows(IllegalArgumentException.class, () -> player.play(longUrl, "x"));
  }

  @Test
  void noPictureWithoutAChannel() {
    await(s -> s.phase() == Phase.IDLE);
    var shot = player.screenshot(dir.resolve("none.png"));
    Throwable cause = assertThrows(CompletionException.class, shot::join).getCause();
    assertInstanceOf(PlayerException.class, cause);
    assertEquals("nothing is shown: play a channel first", cause.getMessage());
  }

  @Test
  void aMissingProgramIsSaidInASentence() {
    PlayerException e =
        assertThrows(PlayerException.class, () -> MpvPlayer.start(settings("mpv-not-here")));
    assertEquals(
        "mpv-not-here is not installed: sudo apt-get install mpv-not-here, or set player.backend ="
            + " \"none\"",
        e.getMessage());
  }

  @Test
  void aWrongOptionIsSaidInASentence() throws Exception {
    assertThrows(PlayerException.class, () -> MpvPlayer.start(settings("mpv", "/etc/passwd")));
    player.close();
    player = MpvPlayer.start(settings("mpv", "--no-such-option=1"));
    PlayerState state = await(s -> s.upkeep().restarts() > 1);
    assertTrue(state.upkeep().problem().contains("no-such-option"), state::toString);
  }

  @Test
  void closingEndsTheProgram() throws Exception {
    await(s -> s.phase() == Phase.IDLE);
    long pid = player.pid();
    player.close();
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  private static void signal(String name, long pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor());
  }
}

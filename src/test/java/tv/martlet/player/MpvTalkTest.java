package tv.martlet.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.player.PlayerState.Phase;

/** What is said to mpv and heard from it, without mpv. */
class MpvTalkTest {
  @Test
  void readsAnswersAndEvents() throws Exception {
    assertEquals(
        new MpvMessage.Answer(7, "success", 3.0),
        MpvMessage.parse(
            "{\"data\":{\"x\":[1],\"playlist_entry_id\":3},\"request_id\":7,\"error\":\"success\"}"));
    assertEquals(
        new MpvMessage.Event("property-change", "core-idle", false, "", -1),
        MpvMessage.parse(
            "{\"event\":\"property-change\",\"id\":1,\"name\":\"core-idle\",\"data\":false}"));
    assertEquals(
        new MpvMessage.Event("end-file", "", null, "error: loading failed", 2),
        MpvMessage.parse(
            "{\"event\":\"end-file\",\"reason\":\"error\",\"playlist_entry_id\":2,"
                + "\"file_error\":\"loading failed\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"event\":{}}",
        "{\"request_id\":\"x\"}",
        "{\"event\":\"a\"",
        "x"
      })
  void refusesWhatIsNoMessage(String line) {
    assertThrows(IOException.class, () -> MpvMessage.parse(line));
  }

  @Test
  void deepNestingIsRefusedNotFollowed() {
    String deep = "{\"other\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",\"event\":\"a\"}";
    assertThrows(IOException.class, () -> MpvMessage.parse(deep));
  }

  @Test
  void linesAreBounded() {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(5, lines::add);
    for (String part : List.of("on", "e\n\ntoolong\nfive5", "\nsix", "six\né\nrest")) {
      splitter.take(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)));
    }
    assertEquals(List.of("one", "five5", "é"), lines);
  }

  @Test
  void theOutputFollowsTheDesktop() throws Exception {
    assertTrue(line("auto", Map.of("DISPLAY", ":0")).contains("--fullscreen=yes"));
    assertTrue(line("auto", Map.of("WAYLAND_DISPLAY", "w")).contains("--fullscreen=yes"));
    assertTrue(line("auto", Map.of()).contains("--gpu-context=drm"));
    assertTrue(line("drm", Map.of("DISPLAY", ":0")).contains("--gpu-context=drm"));
    List<String> none = line("null", Map.of());
    assertTrue(none.contains("--vo=null"));
    assertTrue(none.contains("--ao=alsa"));
    assertFalse(none.contains("--gpu-context=drm"));
    assertEquals("--input-ipc-server=/run/s", none.get(none.size() - 1), "the user cannot undo it");
  }

  private static List<String> line(String video, Map<String, String> environment)
      throws PlayerException {
    return MpvOptions.commandLine(
        settings(video, "auto"), Path.of("/run/s"), new Machine("", environment, true));
  }

  private static PlayerSettings settings(String video, String hwdec) {
    return new PlayerSettings(
        PlayerSettings.Backend.MPV, "mpv", List.of("--x"), video, "alsa", hwdec);
  }

  @ParameterizedTest
  @CsvSource({
    "Raspberry Pi 5 Model B Rev 1.0, auto, auto, drm",
    "Raspberry Pi Compute Module 5 Rev 1.0, auto, auto, drm",
    "Raspberry Pi 4 Model B Rev 1.5, drm, auto, v4l2m2m-copy",
    "Raspberry Pi 3 Model B Plus Rev 1.3, auto, auto, v4l2m2m-copy",
    "Raspberry Pi Zero 2 W Rev 1.0, auto, auto, v4l2m2m-copy",
    "Raspberry Pi 5 Model B Rev 1.0, auto, no, no",
    "Raspberry Pi 5 Model B Rev 1.0, null, auto, no",
    "Some Other Board, auto, auto, auto-safe",
    "'', auto, vaapi, vaapi",
  })
  void theDecoderFollowsTheBoard(String model, String video, String hwdec, String used) {
    Machine machine = new Machine(model, Map.of(), true);
    assertEquals(used, MpvOptions.hwdec(settings(video, hwdec), machine));
  }

  @Test
  void aMachineIsWhatItsFilesSay(@TempDir Path root) throws Exception {
    assertEquals(new Machine("", Map.of(), false), Machine.at(root, Map.of()));
    Path model = Files.createDirectories(root.resolve("proc/device-tree")).resolve("model");
    Files.writeString(model, "Raspberry Pi 4 Model B Rev 1.5\0");
    Files.createDirectories(root.resolve("dev/dri"));
    Machine board = Machine.at(root, Map.of("DISPLAY", ":0"));
    assertEquals("Raspberry Pi 4 Model B Rev 1.5", board.model());
    assertTrue(board.drm());
    assertTrue(board.hasDesktop());
    Files.writeString(model, "x".repeat(100_000));
    assertEquals(128, Machine.at(root, Map.of()).model().length());
  }

  @Test
  void aDecoderIsGivenUpWhenDataComesButNoPicture() {
    Decoding decoding = new Decoding("drm", Duration.ofSeconds(5));
    long second = 1_000_000_000L;
    assertFalse(decoding.isOverdue(99 * second, OptionalDouble.of(99)), "nothing was opened");
    decoding.opened(0);
    assertFalse(decoding.isOverdue(1 * second, OptionalDouble.empty()));
    assertFalse(decoding.isOverdue(2 * second, OptionalDouble.of(100)));
    assertFalse(decoding.isOverdue(4 * second, OptionalDouble.of(104)), "not yet");
    assertFalse(decoding.isOverdue(6 * second, OptionalDouble.of(102.4)), "too little data");
    assertTrue(decoding.isOverdue(7 * second, OptionalDouble.of(102.5)));
    decoding.giveUp();
    assertEquals("no", decoding.hwdec());
    assertTrue(decoding.note().contains("(drm) gave no picture"), decoding.note());
    decoding.opened(8 * second);
    assertFalse(decoding.isWaiting(), "software may take its time");
  }

  @Test
  void aDecoderThatShowsIsKept() {
    Decoding decoding = new Decoding("drm", Duration.ofSeconds(5));
    decoding.opened(0);
    assertFalse(decoding.isOverdue(0, OptionalDouble.of(0)));
    decoding.settled();
    assertFalse(decoding.isOverdue(Duration.ofSeconds(60).toNanos(), OptionalDouble.of(60)));
    assertEquals("drm", decoding.hwdec());
    assertEquals("", decoding.note());
  }

  @Test
  void backoffDoublesToItsEnd() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      times.add(backoff.nextMillis());
    }
    assertEquals(List.of(100L, 200L, 350L, 350L), times);
    backoff.reset();
    assertEquals(100, backoff.nextMillis());
  }

  @Test
  void zapIsFromTheWishToTheFirstMovingPictureOfIt() {
    Playback playback = new Playback();
    playback.given(new Playback.Wish("u", "t", 1_000_000));
    playback.coreIdle(false, 2_000_000); // the channel before still moves
    assertTrue(playback.picture().zapMillis().isEmpty());
    playback.accepted(4, 3_000_000);
    playback.started(4);
    assertEquals(Phase.LOADING, playback.phase());
    playback.coreIdle(false, 301_000_000);
    assertEquals(300, playback.picture().zapMillis().orElseThrow());
    playback.coreIdle(true, 400_000_000);
    assertEquals(Phase.BUFFERING, playback.phase());
    playback.coreIdle(false, 900_000_000);
    assertEquals(300, playback.picture().zapMillis().orElseThrow());
    assertFalse(playback.ended(3));
    assertTrue(playback.ended(4));
    assertEquals(Phase.LOADING, playback.phase());
  }

  @Test
  void comingBackIsNoZap() {
    Playback playback = new Playback();
    Playback.Wish wish = new Playback.Wish("u", "t", 0);
    playback.given(wish);
    playback.accepted(1, 0);
    playback.started(1);
    playback.coreIdle(false, 200_000_000);
    playback.lost();
    assertEquals(Phase.IDLE, playback.phase());
    playback.given(wish);
    playback.started(1);
    playback.coreIdle(false, 8_000_000_000L);
    playback.accepted(1, 8_000_000_000L);
    assertEquals(Phase.PLAYING, playback.phase());
    assertEquals(200, playback.picture().zapMillis().orElseThrow());
  }
}

package tv.martlet.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.player.PlayerSettings.Backend;
import tv.martlet.player.PlayerState.Phase;
import tv.martlet.player.PlayerState.Sound;

/** A script in omxplayer's place, which notes how it is called and which keys are pressed. */
class OmxPlayerTest {
  @TempDir Path dir;
  private Path command;
  private OmxPlayer player;

  @BeforeEach
  void makeScript() throws IOException {
    command = dir.resolve("omxplayer");
    Files.writeString(
        command,
        """
        #!/bin/bash
        [ "$1" != --version ] || exit 0
        cd "$(dirname "$0")"
        echo "$*" >> runs
        case "$*" in *gone*) exit 3;; esac
        echo "Video codec omx-mpeg2 width 160 height 90 profile 4 fps 25.0"
        while read -r -n 1 key; do
          echo -n "$key" >> keys
          [ "$key" != q ] || exit 0
        done
        """);
    assertTrue(command.toFile().setExecutable(true));
  }

  private PlayerSettings settings(Backend backend) {
    return new PlayerSettings(
        backend, command.toString(), List.of("--aspect-mode", "fill"), "auto", "auto", "auto");
  }

  private void start() throws PlayerException {
    player = OmxPlayer.start(settings(Backend.OMXPLAYER));
  }

  @AfterEach
  void end() {
    if (player != null) {
      player.close();
      assertEquals(Phase.CLOSED, player.state().phase());
    }
  }

  private PlayerState await(Predicate<PlayerState> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!wanted.test(player.state())) {
      if (System.nanoTime() - end > 0) {
        fail("still " + player.state());
      }
      LockSupport.parkNanos(2_000_000);
    }
    return player.state();
  }

  private void awaitPlaying(String url) {
    await(s -> s.phase() == Phase.PLAYING && s.source().url().equals(url));
  }

  private String noted(String file) throws IOException {
    return Files.readString(dir.resolve(file));
  }

  @Test
  void oneRunAChannel() throws Exception {
    start();
    assertEquals(Phase.IDLE, player.state().phase());
    player.play("http://127.0.0.1:1/one", "One");
    awaitPlaying("http://127.0.0.1:1/one");
    assertTrue(player.state().picture().zapMillis().isPresent());
    player.play("http://127.0.0.1:1/two", "Two");
    awaitPlaying("http://127.0.0.1:1/two");
    player.stop();
    await(s -> s.phase() == Phase.IDLE);
    String fixed = "--no-osd --live --blank -o hdmi --vol 0 --aspect-mode fill http://127.0.0.1:1/";
    assertEquals(List.of(fixed + "one", fixed + "two"), noted("runs").lines().toList());
    assertEquals("qq", noted("keys"));
    assertEquals(0, player.state().upkeep().restarts());
  }

  @Test
  void volumeIsKeysAndHoldsForTheNextChannel() throws Exception {
    start();
    player.play("http://127.0.0.1:1/one", "One");
    awaitPlaying("http://127.0.0.1:1/one");
    player.volume(50); // -6 dB
    player.volume(50);
    player.mute(true);
    player.mute(false);
    player.volume(130);
    player.volume(25);
    await(s -> s.sound().equals(new Sound(25, false)));
    player.play("http://127.0.0.1:1/two", "Two");
    awaitPlaying("http://127.0.0.1:1/two");
    assertEquals("--" + "-".repeat(18) + "+".repeat(18) + "++" + "----" + "q", noted("keys"));
    assertTrue(noted("runs").lines().toList().get(1).contains("--vol -1204 "));
  }

  @Test
  void whatEndsIsStartedAgainAndSaidInASentence() throws Exception {
    start();
    player.play("http://127.0.0.1:1/gone", "Gone");
    PlayerState state = await(s -> s.upkeep().restarts() >= 2);
    assertEquals("omxplayer ended with code 3; trying again", state.upkeep().problem());
    assertEquals(Phase.LOADING, state.phase());
    player.play("http://127.0.0.1:1/one", "One");
    awaitPlaying("http://127.0.0.1:1/one");
    assertEquals("", player.state().upkeep().problem());
  }

  @Test
  void whatItCannotDoIsSaid() throws Exception {
    start();
    var shot = player.screenshot(dir.resolve("shot.png"));
    Throwable cause = assertThrows(CompletionException.class, shot::join).getCause();
    assertInstanceOf(PlayerException.class, cause);
    assertTrue(cause.getMessage().startsWith("omxplayer cannot"), cause.getMessage());
    player.speed(1.1);
    assertFalse(Files.exists(dir.resolve("shot.png")));
  }

  @Test
  void volumeIsInDecibels() {
    assertEquals(0, OmxPlayer.hundredths(new Sound(100, false)));
    assertEquals(-602, OmxPlayer.hundredths(new Sound(50, false)));
    assertEquals(-4000, OmxPlayer.hundredths(new Sound(1, false)));
    assertEquals(-6000, OmxPlayer.hundredths(new Sound(0, false)));
    assertEquals(-6000, OmxPlayer.hundredths(new Sound(80, true)));
  }

  @Test
  void withoutAKernelsScreenTheOldPlayerIsTaken() throws Exception {
    Machine old = new Machine("Raspberry Pi 3 Model B Rev 1.2", Map.of(), false);
    try (Player chosen = PlayerChoice.open(settings(Backend.AUTO), old)) {
      assertInstanceOf(OmxPlayer.class, chosen);
    }
    Machine desktop = new Machine("", Map.of("DISPLAY", ":none"), false);
    PlayerSettings mpv = new PlayerSettings(Backend.AUTO, "mpv", List.of(), "null", "null", "auto");
    try (Player chosen = PlayerChoice.open(mpv, desktop)) {
      assertInstanceOf(MpvPlayer.class, chosen);
    }
  }

  @Test
  void noPlayerAtAllIsSaidInASentence() {
    Machine bare = new Machine("", Map.of(), false);
    PlayerSettings none =
        new PlayerSettings(Backend.AUTO, "no-such-player", List.of(), "auto", "auto", "auto");
    PlayerException e = assertThrows(PlayerException.class, () -> PlayerChoice.open(none, bare));
    assertEquals(
        "no player can show anything here: there is neither a desktop nor a screen of the kernel's"
            + " (/dev/dri), and omxplayer is not installed",
        e.getMessage());
    Machine desktop = new Machine("", Map.of("DISPLAY", ":none"), false);
    e = assertThrows(PlayerException.class, () -> PlayerChoice.open(none, desktop));
    assertTrue(e.getMessage().contains("no-such-player is not installed"), e.getMessage());
  }
}

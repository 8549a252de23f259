package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The status page in a real browser. */
class PageTest {
  private static final Path PICTURES = Path.of("target/page");
  private static final String TEXT = "document.getElementById('%s').textContent";

  /** As if it had been open for so long. */
  private static final String TWO_MINUTES =
      """
      for (let i = 0; i < 120; i++) {
        history[i] = {at: 0, down: 1e6 + 6e4 * Math.sin(i / 3) + 4e4 * Math.cos(i * 1.7),
          up: 14e5 + 2e5 * Math.sin(i / 9 + 1) + 5e4 * Math.cos(i * 1.3)};
      }
      redraw();
      ''""";

  @TempDir(cleanup = CleanupMode.NEVER) // the browser's children write into it to the last
  static Path home;

  private static Browser browser;
  private final TestPanel panel = new TestPanel();
  private TestNode node;

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = new Browser(home);
  }

  @AfterAll
  static void stopBrowser() throws Exception {
    browser.close();
  }

  @BeforeEach
  void open() throws Exception {
    node = new TestNode(panel);
    browser.complaints.clear();
    browser.requests.clear();
    browser.shape(1280, 800, false);
    browser.open("http://127.0.0.1:" + node.port() + "/");
    browser.until("document.getElementById('link').textContent === 'Live'");
  }

  @AfterEach
  void close() throws Exception {
    browser.open("about:blank");
    node.close();
  }

  private void shows(String id, String text) {
    browser.until(TEXT.formatted(id) + " === '" + text + "'");
  }

  @Test
  void showsAllThatIsKnownAndLoadsNothingFromElsewhere() throws Exception {
    shows("node", "Living room");
    shows("name", "Harbour TV");
    shows("status", "Playing");
    shows("where", "· Channel 1 · Local");
    shows("continuity", "100 %");
    shows("lag", "1.5 s");
    shows("down", "8.1 Mbit/s");
    shows("heat", "55 °C");
    shows("memory", "412 MiB of 920 MiB");
    shows("throttle", "none");
    shows("peers", "7");
    shows("many", "10");
    shows("version", "Martlet 1.0.0");
    assertEquals("7", browser.eval("String(document.querySelectorAll('tbody tr').length)"));
    assertEquals(
        "192.0.2.17:6778|Harbour TV|3.3 Mbit/s|0 kbit/s|3.4 ms",
        browser.eval(
            "[...document.querySelector('tbody tr').cells].map(c => c.textContent).join('|')"));
    assertEquals("", browser.eval("document.querySelector('#channels img') ? 'injected' : ''"));
    String own = "http://127.0.0.1:" + node.port() + "/";
    assertTrue(
        browser.requests.stream().allMatch(r -> r.startsWith(own)), browser.requests::toString);
    assertEquals(List.of(), browser.complaints);
  }

  @Test
  void isToldWhatChanges() throws Exception {
    panel.down = 2_000_000;
    shows("down", "16.0 Mbit/s");
    panel.channels = panel.channels.subList(0, 3);
    shows("many", "3");
    panel.shown = new PanelState.Shown("buffering", "film", "Film Eins", 5, true);
    panel.tell();
    shows("status", "Buffering");
    assertEquals(
        "true", browser.eval("document.getElementById('mute').getAttribute('aria-pressed')"));
    assertEquals("5", browser.eval("document.getElementById('volume').value"));
    assertEquals(List.of(), browser.complaints);
  }

  @Test
  void drawsAPointASecondHoweverOftenItIsTold() throws Exception {
    browser.until("state !== null");
    assertEquals(
        "5",
        browser.eval(
            """
            (() => {
              const clock = Date.now;
              let now = clock();
              Date.now = () => now;
              history.length = 0;
              for (let told = 0; told < 20; told++) {
                showState(state);
                now += 250;
              }
              Date.now = clock;
              return String(history.length);
            })()"""));
  }

  @Test
  void asksForTheTokenOnceAndZapsByAClick() throws Exception {
    browser.eval("localStorage.clear()");
    browser.click("#channels li[data-id=film] .zap");
    browser.until("document.getElementById('ask').open");
    browser.type("not the token of it");
    browser.key("Enter", 13);
    browser.until("!document.getElementById('wrong').hidden");
    shows("wrong", "The token is wrong: it stands in the file that http.token_file names.");
    browser.type(TestPanel.TOKEN);
    browser.key("Enter", 13);
    shows("name", "Film Eins");
    browser.until("document.querySelector('li.current').dataset.id === 'film'");
    browser.click("#channels li[data-id=north] .zap");
    shows("name", "Nordlicht");
    browser.click("#mute");
    browser.until("document.getElementById('mute').getAttribute('aria-pressed') === 'true'");
    browser.eval(
        "(() => { const v = document.getElementById('volume'); v.value = 17;"
            + " v.dispatchEvent(new Event('input')); })()");
    Await.until(() -> panel.shown.volume() == 17);
    browser.click("#text");
    browser.type("Dinner is ready");
    browser.key("Enter", 13);
    shows("toast", "Shown.");
    browser.click("#channels li[data-id=kids] .relay");
    browser.click("#identify");
    shows("toast", "The box shows its name.");
    assertEquals(
        List.of(
            new Command.Show("film"),
            new Command.Show("north"),
            new Command.Mute(true),
            new Command.Volume(17),
            new Command.Message("Dinner is ready", 8),
            new Command.Relay("kids", true),
            new Command.Identify()),
        panel.carriedOut);
    // The one complaint is the browser's own, of the wrong token.
    assertEquals(1, browser.complaints.size(), browser.complaints::toString);
    assertTrue(browser.complaints.get(0).contains("401"));
  }

  @Test
  void offersOnlyWhatTheNodeCanDo() throws Exception {
    panel.screen = false;
    panel.tell();
    browser.until("document.getElementById('volume').offsetParent === null");
    browser.until("document.getElementById('identify').offsetParent !== null");
    browser.until("document.getElementById('text').offsetParent === null");
  }

  @Test
  void saysWhyACommandWasRefused() throws Exception {
    browser.eval("localStorage.setItem('martlet-token', '" + TestPanel.TOKEN + "')");
    panel.refusal = "There is no screen: this box relays only.";
    browser.click("#next");
    shows("toast", panel.refusal);
  }

  @Test
  void findsAChannelAndIsWorkedByKeys() throws Exception {
    browser.eval("localStorage.setItem('martlet-token', '" + TestPanel.TOKEN + "')");
    browser.eval("document.getElementById('find').focus()");
    browser.type("cult");
    browser.until("document.querySelectorAll('#channels li:not([hidden])').length === 1");
    browser.key("Tab", 9);
    browser.key("Enter", 13);
    shows("name", "Museum of the Sea");
    assertEquals(List.of(), browser.complaints);
  }

  @Test
  void comesBackAfterARestart() throws Exception {
    int port = node.port();
    node.server.close();
    shows("link", "Reconnecting");
    WebSettings same =
        new WebSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            List.of(),
            TestNode.LIMITS,
            Optional.empty());
    try (WebServer again = new WebServer(same, node, node.group)) {
      again.start();
      shows("link", "Live");
      browser.open("about:blank");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "phone, 360, 740, false",
    "phone-dark, 360, 740, true",
    "desktop, 1280, 800, false",
    "desktop-dark, 1280, 800, true",
    "narrow, 320, 640, false",
    "wide, 2200, 1200, true"
  })
  void fitsEachScreen(String name, int width, int height, boolean dark) throws Exception {
    browser.shape(width, height, dark);
    panel.tell();
    browser.eval(TWO_MINUTES);
    browser.until("document.querySelectorAll('#channels li').length === 10");
    assertEquals(List.of(), PageFlaws.of(browser));
    assertFalse(browser.eval("getComputedStyle(document.body).backgroundColor").isEmpty());
    Files.createDirectories(PICTURES);
    Files.write(PICTURES.resolve(name + ".png"), browser.picture(false));
    assertEquals(List.of(), browser.complaints);
  }
}

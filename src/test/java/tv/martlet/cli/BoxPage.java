package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tv.martlet.http.Browser;
import tv.martlet.http.PageFlaws;

/** The status page of a living box in a real Chromium. */
final class BoxPage implements AutoCloseable {
  private static final Path PICTURES = Path.of("target/page");

  /** The share of the buffer's strip that is drawn as being here. */
  private static final String HERE =
      """
      (() => {
        const map = document.getElementById('map');
        const copy = new OffscreenCanvas(map.width, 1).getContext('2d', {willReadFrequently: true});
        copy.drawImage(map, 0, -Math.floor(map.height * .6));
        const row = copy.getImageData(0, 0, map.width, 1);
        const here = [1, 3, 5].map((at) => parseInt(color('here').substr(at, 2), 16));
        let count = 0;
        for (let i = 0; i < row.data.length; i += 4) {
          count += here.every((c, j) => Math.abs(c - row.data[i + j]) < 3);
        }
        return count / map.width;
      })()""";

  private final Browser browser;
  private final String address;

  /**
   * Opens it.
   *
   * @param profile an empty folder
   */
  BoxPage(Path profile, String address) throws Exception {
    this.address = address;
    browser = new Browser(profile);
    browser.shape(1280, 800, false);
    browser.open(address);
    browser.until("document.getElementById('link').textContent === 'Live'");
  }

  /** The channel plays, and its buffer holds most of the strip. */
  void awaitPlaying(Station station) {
    browser.until("document.getElementById('name').textContent === '" + station.title() + "'");
    browser.until("document.getElementById('status').textContent === 'Playing'");
    browser.until(HERE + " > .5");
  }

  void awaitMuted(boolean muted) {
    browser.until(
        "document.getElementById('mute').getAttribute('aria-pressed') === '" + muted + "'");
  }

  /** A neighbour that gives something or gets it. */
  void awaitExchange(int port) {
    browser.until(
        "[...document.getElementById('neighbours').rows].some(({cells}) =>"
            + " cells[0].textContent === '127.0.0.1:"
            + port
            + "' && [2, 3].some((i) => /^[1-9][0-9.]* [kM]bit.s$/.test(cells[i].textContent)))");
  }

  /** Has the box take a picture, and waits until the page shows it. */
  void takePicture(String token) throws Exception {
    browser.eval("localStorage.setItem('martlet-token', '" + token + "')");
    browser.click("#shoot");
    browser.until("document.getElementById('picture').naturalWidth === " + Xvfb.WIDTH);
    browser.eval("scrollTo(0, 0), ''");
  }

  /** Nothing is wrong with it in a window of this size; keeps a picture. */
  void fits(int width, int height, boolean dark) throws Exception {
    browser.shape(width, height, dark);
    assertEquals(List.of(), PageFlaws.of(browser), width + " x " + height + ", dark: " + dark);
    browser.until(HERE + " > .5"); // drawn anew for this size
    Files.createDirectories(PICTURES);
    String name = "live-" + width + (dark ? "-dark" : "") + ".png";
    Files.write(PICTURES.resolve(name), browser.picture(width > 600));
  }

  /** No word on the console, and nothing asked for elsewhere. */
  void assertClean() {
    assertEquals(List.of(), browser.complaints);
    assertTrue(
        browser.requests.stream().allMatch(r -> r.startsWith(address)), browser.requests::toString);
  }

  @Override
  public void close() throws Exception {
    browser.close();
  }
}

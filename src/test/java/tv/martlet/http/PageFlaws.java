package tv.martlet.http;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a page as it stands in a browser's window, whatever it shows. */
public final class PageFlaws {
  private static final String TOO_WIDE =
      "(document.documentElement.scrollWidth - window.innerWidth || '') + ''";

  /** Names what a finger would miss. */
  private static final String TOO_SMALL_TO_TOUCH =
      "[...document.querySelectorAll('button')].filter(b => b.offsetParent && "
          + "b.className !== 'link' && (b.offsetHeight < 35 || b.offsetWidth < 35))"
          + ".map(b => b.id || b.textContent).join()";

  /** Names text that stands out less than 4.5 to 1 from what lies behind it (WCAG 2.2, 1.4.3). */
  private static final String POOR_CONTRAST =
      """
      (() => {
        const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
          .map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
        const behind = (e) => {
          for (; e; e = e.parentElement) {
            const c = rgb(getComputedStyle(e).backgroundColor);
            if (c.length === 3 || c[3] === 1) return c;
          }
          return [255, 255, 255];
        };
        const poor = [];
        for (const e of document.querySelectorAll('body *')) {
          const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
          if (!own || !e.offsetParent || e.closest('noscript')) continue;
          const a = light(rgb(getComputedStyle(e).color)), b = light(behind(e));
          const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
          if (ratio < 4.5) poor.push(e.textContent + ' ' + ratio.toFixed(2));
        }
        return poor.join('; ');
      })()""";

  private PageFlaws() {}

  /** In words for a failure's message; none for a page that is as it should be. */
  public static List<String> of(Browser browser) throws Exception {
    List<String> flaws = new ArrayList<>();
    add(flaws, "wider than the window by", browser.eval(TOO_WIDE));
    add(flaws, "too small to touch:", browser.eval(TOO_SMALL_TO_TOUCH));
    add(flaws, "hard to read:", browser.eval(POOR_CONTRAST));
    return flaws;
  }

  private static void add(List<String> flaws, String what, String where) {
    if (!where.isEmpty()) {
      flaws.add(what + " " + where);
    }
  }
}

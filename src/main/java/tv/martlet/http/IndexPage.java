package tv.martlet.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page for a person who opens the node in a browser: the channels and their links. */
final class IndexPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1b2430;--dim:#5c6877;--page:#f6f7f9;--card:#fff;\
      --line:#d9dee5;--link:#0b5cad}
      @media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--dim:#9aa6b5;--page:#12161c;\
      --card:#1a2029;--line:#2c3542;--link:#7db8f5}}
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:44rem;padding:2rem 1rem;background:var(--page);\
      color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
      h1{font-size:1.5rem;margin:0 0 1rem}
      ul{list-style:none;margin:0;padding:0;background:var(--card);border:1px solid var(--line);\
      border-radius:.5rem}
      li{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;\
      padding:.75rem 1rem}
      li+li{border-top:1px solid var(--line)}
      a{color:var(--link)}
      small,p{color:var(--dim);overflow-wrap:anywhere}
      """;

  /** Allows this page's style and nothing else. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private IndexPage() {}

  static String of(Iterable<ChannelEntry> channels) {
    StringBuilder items = new StringBuilder();
    for (ChannelEntry c : channels) {
      items
          .append("<li><a href=\"")
          .append(Router.streamPath(c.id()))
          .append("\">")
          .append(escape(c.name()))
          .append("</a> <small>")
          .append(escape(c.id()))
          .append("</small></li>\n");
    }
    return HEAD + (items.isEmpty() ? NONE : "<ul>\n" + items + "</ul>\n") + FOOT;
  }

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Martlet</title>
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <style>"""
          + STYLE
          + """
      </style></head>
      <body><main><h1>Channels</h1>
      """;

  private static final String NONE =
      "<p>No channel yet. Name one in the configuration: see <code>martlet config"
          + " show</code>.</p>\n";

  private static final String FOOT =
      """
      <p>Open a link in a player, or give it the whole <a href="/playlist.m3u">playlist</a>.
      <a href="/api/v1/status">Status</a></p>
      </main></body></html>
      """;

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}

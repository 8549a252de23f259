package tv.martlet.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the status page, which lie beside this class. */
final class PageFiles {
  /** What the page may do: be itself, and talk to where it came from. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private PageFiles() {}

  /** Every file by its address. */
  static Map<String, Page> all() {
    Map<String, Page> files = new LinkedHashMap<>();
    files.put("/", file("page.html", "text/html; charset=utf-8"));
    files.put("/page.css", file("page.css", "text/css; charset=utf-8"));
    files.put("/page.js", file("page.js", "text/javascript; charset=utf-8"));
    files.put("/icon.svg", file("icon.svg", "image/svg+xml"));
    return files;
  }

  private static Page file(String name, String type) {
    Map<String, String> headers = Map.of("Content-Security-Policy", POLICY);
    Reply.Body body = new Reply.Body(HttpResponseStatus.OK, type, bytes(name), headers);
    return request -> body;
  }

  private static byte[] bytes(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the program lacks its " + name, e);
    }
  }
}

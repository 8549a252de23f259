package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class M3uTest {
  @Test
  void readsWhatItWrites() {
    List<M3u.Entry> entries =
        List.of(
            new M3u.Entry("http://h/1.ts", "Eins, zwei", "one", "One", 7, "l.png", "News"),
            M3u.Entry.of("ppsp://t:6779/00ff", "Plain"));
    String text = M3u.write(entries);
    assertEquals(entries, M3u.read(text));
    assertEquals(
        """
        #EXTM3U
        #EXTINF:-1 tvg-id="one" tvg-name="One" tvg-chno="7" tvg-logo="l.png" group-title="News",Eins, zwei
        http://h/1.ts
        #EXTINF:-1,Plain
        ppsp://t:6779/00ff
        """,
        text);
  }

  @Test
  void toleratesWhatTheWildHolds() {
    String list =
        """
        #EXTM3U x-tvg-url="u"

        #extinf:0 TVG-ID="a" group-title="A, B" , T
        #EXTVLCOPT:http-user-agent=x
        http://a
        #EXTGRP:Sport
        http://b
        #EXTINF:-1 tvg-chno="x" tvg-name="N"
        http://c
        #EXTINF:-1 tvg-id="open,T
        http://d
        """;
    String text = "\uFEFF" + list.replace("\n", "\r\n");
    List<M3u.Entry> entries = M3u.read(text);
    assertEquals(
        List.of(
            new M3u.Entry("http://a", "T", "a", "", 0, "", "A, B"),
            new M3u.Entry("http://b", "http://b", "", "", 0, "", "Sport"),
            new M3u.Entry("http://c", "N", "", "N", 0, "", ""),
            M3u.Entry.of("http://d", "http://d")),
        entries);
  }

  @Test
  void staysWithinItsBounds() {
    assertEquals(M3u.MAX_ENTRIES, M3u.read("u\n".repeat(M3u.MAX_ENTRIES + 5)).size());
    assertEquals(1, M3u.read("x".repeat(M3u.MAX_LINE + 1) + "\nhttp://a").size());
    assertTrue(M3u.read("#\n".repeat(M3u.MAX_CHARS / 2) + "http://a").isEmpty());
    assertTrue(M3u.read("").isEmpty());
  }

  @Test
  void writesNothingThatBreaksALine() {
    String text = M3u.write(List.of(new M3u.Entry("u", "a\nb", "q\"x", "", 0, "", "")));
    assertEquals("#EXTM3U\n#EXTINF:-1 tvg-id=\"q'x\",a b\nu\n", text);
  }
}

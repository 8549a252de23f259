package tv.martlet.cli;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * A channel whose picture is one colour, so that a look tells which is on, with a small clock in
 * the corner below, so that a look tells that it moves.
 */
enum Station {
  RED(1, "Red Letter Day", "News", "#ff0000"),
  LIME(2, "Limelight", "Film", "#00ff00"),
  BLUE(3, "Blue Note", "Music", "#0000ff"),
  YELLOW(4, "Yellow Brick", "Children", "#ffff00");

  static final int FPS = 25;

  /** Longer than any test: an encoder that nobody ends still ends. */
  private static final int MOST_SECONDS = 900;

  private final int number;
  private final String title;
  private final String group;
  private final Color colour;

  Station(int number, String title, String group, String colour) {
    this.number = number;
    this.title = title;
    this.group = group;
    this.colour = Color.decode(colour);
  }

  /** As channel lists and commands have it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  Color colour() {
    return colour;
  }

  String listEntry(String uri) {
    return "#EXTINF:-1 tvg-id=\"%s\" tvg-chno=\"%d\" group-title=\"%s\",%s%n%s%n"
        .formatted(id(), number, group, title, uri);
  }

  /** ffmpeg making it live, a key frame a second, as MPEG-TS on standard output. */
  List<String> encoder() {
    String picture = "color=%s:size=320x180:rate=%d".formatted(id(), FPS);
    String clock = "testsrc=size=64x48:rate=" + FPS;
    return List.of(
        ("ffmpeg -v error -nostdin -re -f lavfi -i %s -re -f lavfi -i %s -re -f lavfi -i sine=440"
                + " -filter_complex overlay=240:120 -t %d -c:v libx264 -preset ultrafast -tune"
                + " zerolatency -pix_fmt yuv420p -g %d -x264-params nal-hrd=cbr:filler=1 -b:v 600k"
                + " -maxrate 600k -bufsize 300k -c:a aac -f mpegts -")
            .formatted(picture, clock, MOST_SECONDS, FPS)
            .split(" "));
  }
}

package tv.martlet.http;

/** The extended M3U list of all channels, with absolute URLs as players want them. */
final class Playlist {
  static final String TYPE = "audio/x-mpegurl";

  private Playlist() {}

  static String of(Iterable<ChannelEntry> channels, Authority authority) {
    StringBuilder out = new StringBuilder("#EXTM3U\n");
    for (ChannelEntry c : channels) {
      out.append("#EXTINF:-1 tvg-id=\"").append(attribute(c.id())).append("\",");
      out.append(oneLine(c.name())).append('\n');
      out.append(authority.url()).append(Router.streamPath(c.id())).append('\n');
    }
    return out.toString();
  }

  /** A name with a line break in it would otherwise become an entry of its own. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static String attribute(String text) {
    return oneLine(text).replace('"', '\'');
  }
}

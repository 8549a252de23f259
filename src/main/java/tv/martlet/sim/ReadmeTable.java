package tv.martlet.sim;

/**
 * A part of a text that a program fills: what stands between {@code <!-- sim:NAME -->} and {@code
 * <!-- /sim:NAME -->}.
 *
 * @param name of the part
 */
public record ReadmeTable(String name) {
  /**
   * The text with this part replaced; the same call again changes nothing.
   *
   * @throws IllegalArgumentException if the two marks do not stand in the text once each and in
   *     order
   */
  public String fill(String text, String content) {
    int begin = only(text, opening()) + opening().length();
    int end = only(text, closing());
    if (end < begin) {
      throw new IllegalArgumentException(closing() + " stands before " + opening() + "; swap them");
    }
    return text.substring(0, begin) + "\n" + content.strip() + "\n" + text.substring(end);
  }

  private static int only(String text, String mark) {
    int at = text.indexOf(mark);
    if (at < 0) {
      throw new IllegalArgumentException(
          "the mark "
              + mark
              + " is missing; put it on a line of its own where the table begins or ends");
    }
    if (text.indexOf(mark, at + 1) >= 0) {
      throw new IllegalArgumentException("the mark " + mark + " stands twice; leave one");
    }
    return at;
  }

  private String opening() {
    return "<!-- sim:" + name + " -->";
  }

  private String closing() {
    return "<!-- /sim:" + name + " -->";
  }
}

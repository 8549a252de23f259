package tv.martlet.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The topics of one node: {@code PREFIX/ID/…} of its own, and {@code PREFIX/group/NAME/…} and
 * {@code PREFIX/all/…} that it shares.
 *
 * @param groups whose commands it takes
 */
record Topics(String prefix, String id, List<String> groups) {
  /** Where Home Assistant says that it is there. */
  static final String HOME_ASSISTANT = "homeassistant/status";

  static final String SET = "set";
  static final String REQUEST = "request/";
  private static final String RESPONSE = "/response/";
  private static final int MAX_RESPONSE_TOPIC = 512;
  private static final Set<String> TAKEN = Set.of("all", "group");

  /**
   * Topics of a node.
   *
   * @throws IllegalArgumentException with a sentence if the id means something else
   */
  Topics {
    if (TAKEN.contains(id)) {
      throw new IllegalArgumentException(
          "node.id: \"" + id + "\" is part of shared topics: choose another");
    }
  }

  /** A topic of its own, such as {@code state}. */
  String own(String leaf) {
    return prefix + "/" + id + "/" + leaf;
  }

  /** All topics that commands come by. */
  List<String> commands() {
    List<String> all = new ArrayList<>();
    for (String base : bases()) {
      all.add(base + SET);
      all.add(base + SET + "/+");
      all.add(base + REQUEST + "#");
    }
    return all;
  }

  private List<String> bases() {
    List<String> bases = new ArrayList<>();
    bases.add(prefix + "/" + id + "/");
    bases.add(prefix + "/all/");
    groups.forEach(group -> bases.add(prefix + "/group/" + group + "/"));
    return bases;
  }

  /** What a topic commands, such as {@code set/volume}; empty for one that commands nothing. */
  Optional<String> command(String topic) {
    for (String base : bases()) {
      if (topic.startsWith(base)) {
        String rest = topic.substring(base.length());
        if (rest.equals(SET) || rest.startsWith(SET + "/") || rest.startsWith(REQUEST)) {
          return Optional.of(rest);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Where the answer goes that was asked for at a topic. A node that publishes what others tell it
   * to would lend them its rights: no topic of commands, of other nodes' states or of discovery.
   *
   * @throws RefusalException if it is none for answers
   */
  String answerTo(String topic) throws RefusalException {
    boolean wild = topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0 || topic.startsWith("$");
    boolean commanding = topic.startsWith(prefix + "/") && !topic.contains(RESPONSE);
    if (wild
        || commanding
        || topic.length() > MAX_RESPONSE_TOPIC
        || topic.startsWith("homeassistant/")) {
      throw new RefusalException(
          "the response topic cannot be used: take one such as " + prefix + "/ME" + RESPONSE + "x");
    }
    return topic;
  }

  /** Where answers go when nothing else was asked for. */
  String answers(String verb) {
    return prefix + "/" + id + RESPONSE + verb;
  }
}

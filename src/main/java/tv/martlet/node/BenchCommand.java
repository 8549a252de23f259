package tv.martlet.node;

import java.util.ArrayList;
import java.util.List;

/**
 * How a bench starts this program again as a child.
 *
 * @param java the program
 * @param flags for it, which a role may add to
 * @param main class path, main class and the hidden verb for children
 */
public record BenchCommand(String java, List<String> flags, List<String> main) {
  List<String> words(List<String> moreFlags, List<String> role) {
    List<String> all = new ArrayList<>();
    all.add(java);
    all.addAll(flags);
    all.addAll(moreFlags);
    all.addAll(main);
    all.addAll(role);
    return all;
  }
}

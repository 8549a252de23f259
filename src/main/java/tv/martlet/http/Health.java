package tv.martlet.http;

import java.util.List;

/**
 * Whether the node is well, and if not, why.
 *
 * @param reasons one sentence each; empty means well
 */
public record Health(List<String> reasons) {
  /** Nothing to complain of. */
  public static final Health OK = new Health(List.of());

  public Health {
    reasons = List.copyOf(reasons);
  }

  public boolean ok() {
    return reasons.isEmpty();
  }
}

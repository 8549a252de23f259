package tv.martlet.tracker;

import java.util.List;
import java.util.Set;

/**
 * Which actions a CONNECT may ask for in which state: RFC 7846 §4.1.1, Table 6.
 *
 * <pre>
 *   swarms  mode    actions     state     then       validity
 *   1       LEECH   JOIN        START     TRACKING   valid
 *   1       LEECH   LEAVE       START     TERMINATE  invalid
 *   1       LEECH   LEAVE       TRACKING  TERMINATE  valid
 *   1 + 1   LEECH   JOIN LEAVE  START     TERMINATE  invalid
 *   1 + 1   LEECH   JOIN LEAVE  TRACKING  TRACKING   valid
 *   N       SEEDER  JOIN        START     TRACKING   valid
 *   N       SEEDER  JOIN        TRACKING  TERMINATE  invalid
 *   N       SEEDER  LEAVE       TRACKING  TERMINATE  valid
 * </pre>
 *
 * What the table leaves open is read from §2.2 and §2.3.1 (4): a registered peer's CONNECT "simply
 * notifies the tracker about participation", so a leecher may join more swarms; a peer that leaves
 * some of its swarms stays in TRACKING with the others.
 */
enum ActionRules {
  /** To be carried out, swarm by swarm. */
  VALID,
  /** To be refused; the peer goes on as it was (§2.3.2 C). */
  REFUSED,
  /** To be refused and the registration deleted (§2.3.2 A). */
  TERMINATES;

  static ActionRules judge(PeerState state, Set<String> joined, List<SwarmAction> actions) {
    boolean leaves = actions.stream().anyMatch(one -> one.action() == Action.LEAVE);
    if (state != PeerState.TRACKING) {
      return leaves ? TERMINATES : VALID;
    }
    boolean seederJoins =
        actions.stream()
            .anyMatch(one -> one.action() == Action.JOIN && one.mode() == PeerMode.SEEDER);
    if (seederJoins) {
      return TERMINATES;
    }
    boolean anyGood =
        actions.stream()
            .anyMatch(
                one ->
                    one.action() == Action.JOIN
                        || joined.contains(MessageParts.key(one.swarmId())));
    return anyGood ? VALID : REFUSED;
  }
}

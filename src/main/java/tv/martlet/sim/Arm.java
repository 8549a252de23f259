package tv.martlet.sim;

import java.util.random.RandomGenerator;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.tracker.PeerRanking;

/** One arm of a contrast test: the policy by its name, and what it decides with. */
public interface Arm {
  String name();

  /** What it does, in a sentence. */
  String sentence();

  /** The decisions of one peer in one swarm. */
  SwarmPolicy policy(EngineSettings settings, RandomGenerator random);

  /** How the tracker makes its lists. */
  PeerRanking ranking(RandomGenerator random);

  /** Whether every viewer is served by an injector without a bound on its line. */
  default boolean isOracle() {
    return false;
  }
}

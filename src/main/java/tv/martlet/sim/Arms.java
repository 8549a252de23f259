package tv.martlet.sim;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tv.martlet.peer.Choking;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.peer.TitForTat;
import tv.martlet.tracker.HelperRanking;
import tv.martlet.tracker.PeerRanking;

/** The arms that there are. */
public final class Arms {
  private static final List<Arm> ALL =
      List.of(
          new Baseline("b0", "random peers, tit-for-tat: rechoke 10 s, optimistic 30 s"),
          new Baseline("b1", "random peers, quick tit-for-tat: rechoke 1 s, optimistic 2 s"),
          new Baseline("b2", "random peers, nobody choked"),
          new Baseline("oracle", "an injector without a bound on its line serves everybody"),
          new Martlet("martlet", "Martlet's own policy"));

  private Arms() {}

  /** Policies that can be named. */
  public static List<Arm> all() {
    return ALL;
  }

  /** The policy of this name. */
  public static Optional<Arm> named(String name) {
    return ALL.stream().filter(arm -> arm.name().equals(name)).findFirst();
  }

  private record Baseline(String name, String sentence) implements Arm {
    @Override
    public SwarmPolicy policy(EngineSettings settings, RandomGenerator random) {
      SwarmPolicy open = SwarmPolicy.open(settings, random);
      Choking choking =
          switch (name) {
            case "b0" -> TitForTat.classic(random);
            case "b1" -> TitForTat.quick(random);
            default -> Choking.none();
          };
      return new SwarmPolicy(choking, open.picker(), open.congestion());
    }

    @Override
    public PeerRanking ranking(RandomGenerator random) {
      return PeerRanking.random();
    }

    @Override
    public boolean isOracle() {
      return name.equals("oracle");
    }
  }

  private record Martlet(String name, String sentence) implements Arm {
    @Override
    public SwarmPolicy policy(EngineSettings settings, RandomGenerator random) {
      return SwarmPolicy.live(settings, random);
    }

    @Override
    public PeerRanking ranking(RandomGenerator random) {
      return new HelperRanking(random);
    }
  }
}

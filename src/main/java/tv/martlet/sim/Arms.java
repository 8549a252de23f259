package tv.martlet.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tv.martlet.peer.Choking;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.peer.SwarmPolicy.Piece;
import tv.martlet.peer.TitForTat;
import tv.martlet.tracker.HelperRanking;
import tv.martlet.tracker.PeerRanking;

/** The arms that there are: baselines, Martlet's policy, and that without one of its pieces. */
public final class Arms {
  private static final List<Arm> ALL = all(EnumSet.allOf(Piece.class));

  private Arms() {}

  private static List<Arm> all(Set<Piece> whole) {
    List<Arm> arms =
        new ArrayList<>(
            List.of(
                new Baseline("b0", "random peers, tit-for-tat: rechoke 10 s, optimistic 30 s"),
                new Baseline("b1", "random peers, quick tit-for-tat: rechoke 1 s, optimistic 2 s"),
                new Baseline("b2", "random peers, nobody choked"),
                new Baseline("oracle", "an injector without a bound serves everybody itself"),
                new Martlet("martlet", "Martlet's own policy", whole, true),
                new Martlet("martlet-ranking", "the same, random lists", whole, false)));
    for (Piece piece : Piece.values()) {
      Set<Piece> rest = EnumSet.allOf(Piece.class);
      rest.remove(piece);
      String name = piece.name().toLowerCase(Locale.ROOT);
      arms.add(new Martlet("martlet-" + name, "the same, without " + name, rest, true));
    }
    return List.copyOf(arms);
  }

  /** Policies that can be named. */
  public static List<Arm> all() {
    return ALL;
  }

  /** The policy of this name. */
  public static Optional<Arm> named(String name) {
    return ALL.stream().filter(arm -> arm.name().equals(name)).findFirst();
  }

  /** All have the same picker: what differs is whom they know and whom they serve. */
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

  private record Martlet(String name, String sentence, Set<Piece> pieces, boolean ranks)
      implements Arm {
    @Override
    public SwarmPolicy policy(EngineSettings settings, RandomGenerator random) {
      return SwarmPolicy.live(settings, random, pieces);
    }

    @Override
    public PeerRanking ranking(RandomGenerator random) {
      return ranks ? new HelperRanking(random) : PeerRanking.random();
    }
  }
}

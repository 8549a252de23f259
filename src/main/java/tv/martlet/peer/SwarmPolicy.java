package tv.martlet.peer;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import tv.martlet.chunk.SwarmMetadata;

/**
 * The decisions of a swarm that can be exchanged one at a time.
 *
 * @param choking whom to serve
 * @param picker what to ask of whom
 * @param congestion how fast to send
 * @param rewires whether better neighbours take the place of worse ones, as trackers name them
 */
public record SwarmPolicy(
    Choking choking, ChunkPicker picker, CongestionControl.Factory congestion, boolean rewires) {

  /** A policy that keeps the neighbours that it has. */
  public SwarmPolicy(Choking choking, ChunkPicker picker, CongestionControl.Factory congestion) {
    this(choking, picker, congestion, false);
  }

  /** What a node decides by in a swarm: {@link #live} for a stream, {@link #plain} for a file. */
  public static SwarmPolicy of(
      SwarmMetadata metadata, EngineSettings settings, RandomGenerator random) {
    return metadata.live() ? live(settings, random) : plain(settings);
  }

  /** Nobody is choked; live chunks are picked by deadline and else at random. */
  public static SwarmPolicy open(EngineSettings settings, RandomGenerator random) {
    return new SwarmPolicy(Choking.none(), new LivePicker(random), settings.congestion());
  }

  /** Martlet's own choice for live streams. */
  public static SwarmPolicy live(EngineSettings settings, RandomGenerator random) {
    return live(settings, random, EnumSet.allOf(Piece.class));
  }

  /** Martlet's own choice for live streams, with some of its pieces only. */
  public static SwarmPolicy live(
      EngineSettings settings, RandomGenerator random, Set<Piece> pieces) {
    return new SwarmPolicy(
        pieces.contains(Piece.SLOTS)
            ? new HelperSlots(pieces, settings.uploadSlots())
            : Choking.none(),
        pieces.contains(Piece.PICKER) ? new LivePicker(random) : new InOrderPicker(),
        settings.congestion(),
        pieces.contains(Piece.REWIRING));
  }

  /** What the policy for live streams is made of, so that each can be left out in a contrast. */
  public enum Piece {
    /** As many neighbours are served as the line carries. */
    SLOTS,
    /** Newcomers are served above the slots. */
    GUESTS,
    /** Neighbours that give most for those that give least; the injector feeds the strong. */
    REWIRING,
    /** Who never gives is served with what is left. */
    RECIPROCITY,
    /** By deadline, else rare and random runs; without it, the earliest first. */
    PICKER
  }

  /** The plain policy: first come first served, in order. */
  public static SwarmPolicy plain(EngineSettings settings) {
    int slots = settings.uploadSlots() > 0 ? settings.uploadSlots() : Integer.MAX_VALUE;
    return new SwarmPolicy(new UploadSlots(slots), new InOrderPicker(), settings.congestion());
  }
}

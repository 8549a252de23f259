package tv.martlet.peer;

/**
 * The decisions of a swarm that can be exchanged one at a time.
 *
 * @param choking whom to serve
 * @param picker what to ask of whom
 * @param congestion how fast to send
 */
public record SwarmPolicy(
    Choking choking, ChunkPicker picker, CongestionControl.Factory congestion) {
  /** The plain policy: first come first served, in order. */
  public static SwarmPolicy plain(EngineSettings settings) {
    int slots = settings.uploadSlots() > 0 ? settings.uploadSlots() : Integer.MAX_VALUE;
    return new SwarmPolicy(new UploadSlots(slots), new InOrderPicker(), settings.congestion());
  }
}

package tv.martlet.peer;

/** The defaults of an engine's settings, some of them changed. */
public final class Tuning {
  private final EngineSettings usual = EngineSettings.defaults();
  private int maxNeighbours = usual.maxNeighbours();
  private int maxChannels = usual.maxChannels();
  private int wanted = usual.wantedNeighbours();
  private long uploadLimit = usual.uploadLimit();
  private int uploadSlots = usual.uploadSlots();
  private EngineSettings.Exchange exchange = usual.exchange();
  private CongestionControl.Factory congestion = usual.congestion();
  private int maxOutstanding = usual.maxOutstanding();

  public Tuning maxNeighbours(int value) {
    maxNeighbours = value;
    return this;
  }

  public Tuning maxChannels(int value) {
    maxChannels = value;
    return this;
  }

  /** Neighbours that are dialled for. */
  public Tuning wanted(int value) {
    wanted = value;
    return this;
  }

  /** Bytes a second. */
  public Tuning uploadLimit(long value) {
    uploadLimit = value;
    return this;
  }

  public Tuning uploadSlots(int value) {
    uploadSlots = value;
    return this;
  }

  public Tuning exchange(EngineSettings.Exchange value) {
    exchange = value;
    return this;
  }

  public Tuning congestion(CongestionControl.Factory value) {
    congestion = value;
    return this;
  }

  public Tuning maxOutstanding(int value) {
    maxOutstanding = value;
    return this;
  }

  public EngineSettings settings() {
    return new EngineSettings(
        maxNeighbours,
        maxChannels,
        wanted,
        uploadLimit,
        uploadSlots,
        exchange,
        congestion,
        usual.handshakeTimeoutMicros(),
        usual.keepAliveMicros(),
        usual.deadAfterMicros(),
        usual.blacklistMicros(),
        usual.liveOffsetMicros(),
        usual.startBufferMicros(),
        maxOutstanding);
  }
}

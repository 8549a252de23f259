package tv.martlet.sim;

/** What is measured in a run. Times are milliseconds; what never came to be is infinite. */
public enum Metric {
  /** Join to verified media from a random access point at the player; one a join. */
  STARTUP_MS,
  /** Join to the stream's full rate with the target buffer; one a join. */
  WARMUP_MS,
  /** Change of channel to media from a random access point; one a change. */
  ZAP_MS,
  /** How far the player is behind the making of the stream; one a viewer. */
  LAG_MS,
  /** Join to the first chunk that a neighbour got from the viewer; one a viewer that could. */
  FIRST_UPLOAD_MS,
  /** Share of chunks that were there when due; one a viewer. */
  CONTINUITY,
  /** Chunk bytes that the injectors sent, in rates of the stream; one a run. */
  SOURCE_STREAMS,
  /** Bytes of all messages but DATA and its hashes and signatures, to bytes of media got. */
  CONTROL_OVERHEAD,
  /** All bytes sent beyond the media got for the first time, to these; one a run. */
  TOTAL_OVERHEAD,
  /** Jain's index of uploads over capacities of those that can upload; one a run. */
  FAIRNESS,
  /** False chunks played or passed on; one a run. */
  POLLUTED,
  /** Joins that came to nothing; one a run. */
  ABANDONED
}

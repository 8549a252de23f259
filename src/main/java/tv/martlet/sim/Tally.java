package tv.martlet.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tv.martlet.peer.Counters;

/** Gathers what the viewers of a run lived through. Free riders and polluters are not asked. */
final class Tally {
  private final Scenario scenario;
  private final Map<Metric, List<Double>> samples = new EnumMap<>(Metric.class);
  private int falseChunks;
  private int abandoned;
  private double seconds;
  private long datagrams;

  Tally(Scenario scenario) {
    this.scenario = scenario;
    for (Metric metric : Metric.values()) {
      samples.put(metric, new ArrayList<>());
    }
  }

  /** A viewer has left a channel, or the run is over. */
  void add(Viewing viewing) {
    if (viewing.viewer().isFreeRider() || viewing.viewer().host().site().pollutes()) {
      return;
    }
    put(viewing.isZapped() ? Metric.ZAP_MS : Metric.STARTUP_MS, viewing.startupMs());
    put(Metric.WARMUP_MS, viewing.warmupMs());
    put(Metric.LAG_MS, viewing.lagMs());
    put(Metric.FIRST_UPLOAD_MS, viewing.firstUploadMs());
    put(Metric.CONTINUITY, viewing.continuity());
    falseChunks += viewing.falseChunks();
    abandoned += viewing.hasStarted() ? 0 : 1;
  }

  private void put(Metric metric, double value) {
    samples.get(metric).add(value);
  }

  /** Counts what hosts have sent and received. */
  void close(List<Broadcast> broadcasts, Population population, long micros) {
    seconds = micros / 1e6;
    datagrams = population.datagrams();
    double rate = scenario.stream().rate() / 8;
    double sent = 0;
    Traffic traffic = new Traffic();
    for (Broadcast broadcast : broadcasts) {
      Counters counters = broadcast.host().engine().counters();
      sent += counters.contentOut;
      traffic.add(counters);
    }
    put(Metric.SOURCE_STREAMS, sent / (rate * seconds));
    List<Double> shares = new ArrayList<>();
    for (Host host : population.viewers()) {
      traffic.add(host.engine().counters());
      if (host.site().up() > 0) {
        shares.add(host.engine().counters().contentOut / host.site().up());
      }
    }
    put(Metric.CONTROL_OVERHEAD, traffic.control / traffic.media);
    put(Metric.TOTAL_OVERHEAD, (traffic.all - traffic.media) / traffic.media);
    put(Metric.FAIRNESS, jain(shares));
    put(Metric.POLLUTED, falseChunks);
    put(Metric.ABANDONED, abandoned);
  }

  /** Bytes of UDP payloads. */
  private static final class Traffic {
    double media;
    double all;
    double control;

    void add(Counters counters) {
      media += counters.contentIn;
      all += counters.bytesOut;
      control += counters.bytesOut - counters.chunkDatagramBytesOut;
    }
  }

  /** R. Jain's fairness index: 1 if all are equal, 1/n if one has all. */
  private static double jain(List<Double> shares) {
    double sum = 0;
    double squares = 0;
    for (double share : shares) {
      sum += share;
      squares += share * share;
    }
    return squares == 0 ? 1 : sum * sum / (shares.size() * squares);
  }

  RunResult result(String policy, long seed, double wallSeconds) {
    Map<Metric, double[]> arrays = new EnumMap<>(Metric.class);
    samples.forEach(
        (metric, values) ->
            arrays.put(metric, values.stream().mapToDouble(Double::doubleValue).toArray()));
    return new RunResult(policy, seed, arrays, seconds, wallSeconds, datagrams);
  }
}

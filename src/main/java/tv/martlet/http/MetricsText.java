package tv.martlet.http;

import java.util.List;
import java.util.function.Function;

/** The figures in the text format 0.0.4 that Prometheus reads. */
final class MetricsText {
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder out = new StringBuilder();

  private MetricsText() {}

  static String of(Panel panel, WebCounts web) {
    MetricsText text = new MetricsText();
    text.node(panel.state());
    text.channels(panel.counts());
    text.web(web);
    return text.out.toString();
  }

  private void node(PanelState state) {
    family("martlet_build_info", "gauge", "What is running; always 1.");
    out.append("martlet_build_info{version=").append(quoted(state.about().version()));
    out.append("} 1\n");
    gauge("martlet_uptime_seconds", "Since the process began.", state.about().uptimeSeconds());
    if (state.board().isPresent()) {
      board(state.board().get());
    }
  }

  private void board(BoardHealth board) {
    board
        .celsius()
        .ifPresent(
            value ->
                gauge("martlet_board_temperature_celsius", "Of the board's processor.", value));
    gauge(
        "martlet_board_throttled",
        "Things that slow the board down now.",
        board.throttling().size());
    if (board.memory().process() > 0) {
      gauge("process_resident_memory_bytes", "Of this process.", board.memory().process());
    }
  }

  private void channels(List<ChannelCounts> all) {
    each(all, "neighbours", "gauge", "Open channels.", ChannelCounts::neighbours);
    each(all, "received_bytes_total", "counter", "Content got.", ChannelCounts::receivedBytes);
    each(all, "sent_bytes_total", "counter", "Datagrams with chunks.", ChannelCounts::sentBytes);
    each(
        all,
        "chunks_on_time_total",
        "counter",
        "Chunks that were here when due.",
        c -> c.playing().onTime());
    each(
        all,
        "chunks_late_total",
        "counter",
        "Chunks that were not here when due.",
        c -> c.playing().late());
    each(
        all,
        "continuity_ratio",
        "gauge",
        "Share of chunks that were here when due.",
        c -> c.playing().continuity());
    each(
        all.stream().filter(c -> c.playing().startupMs() >= 0).toList(),
        "startup_seconds",
        "gauge",
        "From joining to the first media.",
        c -> c.playing().startupMs() / 1000.0);
    each(
        all.stream().filter(c -> c.playing().lagMs() >= 0).toList(),
        "lag_seconds",
        "gauge",
        "How far playing is behind the making.",
        c -> c.playing().lagMs() / 1000.0);
  }

  private void web(WebCounts web) {
    gauge("martlet_http_connections", "Connections to the web, now.", web.connections());
    gauge("martlet_http_streams", "Viewers of streams, now.", web.streams());
    counter("martlet_http_requests_total", "Requests answered.", web.requests());
    counter("martlet_http_refused_total", "Connections turned away.", web.refused());
    counter("martlet_http_cut_off_total", "Viewers dropped as too slow.", web.cutOff());
    counter("martlet_http_stream_bytes_total", "Sent to viewers.", web.streamBytes());
  }

  private void each(
      List<ChannelCounts> channels,
      String name,
      String type,
      String help,
      Function<ChannelCounts, Number> value) {
    if (channels.isEmpty()) {
      return;
    }
    String full = "martlet_channel_" + name;
    family(full, type, help);
    for (ChannelCounts channel : channels) {
      out.append(full).append("{channel=").append(quoted(channel.id())).append("} ");
      out.append(value.apply(channel)).append('\n');
    }
  }

  private void gauge(String name, String help, Number value) {
    single(name, "gauge", help, value);
  }

  private void counter(String name, String help, Number value) {
    single(name, "counter", help, value);
  }

  private void single(String name, String type, String help, Number value) {
    family(name, type, help);
    out.append(name).append(' ').append(value).append('\n');
  }

  private void family(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}

package tv.martlet.http;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.List;

/** What the page reads, as JSON. Rates are bytes a second, times milliseconds. */
final class PanelJson {
  /** Neighbours in one event; the whole list has an address of its own. */
  static final int MAX_NEIGHBOURS = 64;

  private PanelJson() {}

  /** The state with the channels' figures, for programs. */
  static void status(JsonWriter json, Panel panel) throws IOException {
    json.beginObject();
    state(json, panel.state());
    json.name("channels").beginObject();
    for (ChannelCounts counts : panel.counts()) {
      json.name(counts.id());
      counts(json, counts);
    }
    json.endObject().endObject();
  }

  /** All that changes from second to second, for the page. */
  static void event(JsonWriter json, Panel panel) throws IOException {
    json.beginObject();
    state(json, panel.state());
    List<PanelNeighbour> all = panel.neighbours();
    json.name("neighbours");
    neighbours(json, all.subList(0, Math.min(all.size(), MAX_NEIGHBOURS)));
    json.name("buffer");
    buffer(json, panel.buffer());
    json.endObject();
  }

  static void channels(JsonWriter json, List<PanelChannel> channels) throws IOException {
    json.beginArray();
    for (PanelChannel c : channels) {
      json.beginObject().name("id").value(c.id()).name("name").value(c.name());
      json.name("number").value(c.number()).name("group").value(c.group());
      json.name("relayed").value(c.relayed()).endObject();
    }
    json.endArray();
  }

  static void neighbours(JsonWriter json, List<PanelNeighbour> neighbours) throws IOException {
    json.beginArray();
    for (PanelNeighbour n : neighbours) {
      json.beginObject().name("address").value(n.address()).name("channel").value(n.channel());
      json.name("down").value(n.down()).name("up").value(n.up());
      json.name("rtt_ms").value(n.rttMicros() / 1000.0).endObject();
    }
    json.endArray();
  }

  static void buffer(JsonWriter json, BufferMap map) throws IOException {
    json.beginObject().name("first").value(map.first()).name("playing").value(map.playing());
    json.name("newest").value(map.newest()).name("per_cell").value(map.perCell());
    json.name("cells").value(map.cells()).endObject();
  }

  private static void state(JsonWriter json, PanelState state) throws IOException {
    PanelState.About about = state.about();
    json.name("node").value(about.name()).name("version").value(about.version());
    json.name("peer_port").value(about.peerPort()).name("uptime").value(about.uptimeSeconds());
    json.name("steerable").value(about.steerable()).name("screen").value(about.screen());
    PanelState.Shown shown = state.shown();
    json.name("status").value(shown.status()).name("channel").value(shown.channel());
    json.name("name").value(shown.name()).name("volume").value(shown.volume());
    json.name("muted").value(shown.muted()).name("problem").value(state.problem());
    figures(json, state.figures());
    json.name("board");
    if (state.board().isPresent()) {
      board(json, state.board().get());
    } else {
      json.nullValue();
    }
  }

  private static void figures(JsonWriter json, PanelState.Figures figures) throws IOException {
    json.name("buffer_seconds").value(finite(figures.bufferSeconds()));
    json.name("peers").value(figures.peers());
    json.name("down").value(figures.traffic().down()).name("up").value(figures.traffic().up());
    json.name("dropped").value(figures.traffic().dropped());
    json.name("startup_ms").value(figures.times().startupMs());
    json.name("zap_ms").value(figures.times().zapMs());
    json.name("lag_ms").value(figures.times().lagMs());
    json.name("continuity").value(finite(figures.continuity()));
  }

  private static void board(JsonWriter json, BoardHealth board) throws IOException {
    json.beginObject().name("celsius");
    if (board.celsius().isPresent()) {
      json.value(finite(board.celsius().getAsDouble()));
    } else {
      json.nullValue();
    }
    json.name("throttling").beginArray();
    for (String reason : board.throttling()) {
      json.value(reason);
    }
    json.endArray().name("memory_process").value(board.memory().process());
    json.name("memory_used").value(board.memory().used());
    json.name("memory_total").value(board.memory().total());
    json.name("uptime").value(board.uptimeSeconds()).endObject();
  }

  private static void counts(JsonWriter json, ChannelCounts counts) throws IOException {
    ChannelCounts.Playing playing = counts.playing();
    json.beginObject().name("startupMs").value(playing.startupMs());
    json.name("lagMs").value(playing.lagMs()).name("continuity").value(playing.continuity());
    json.name("played").value(playing.onTime() + playing.late());
    json.name("neighbours").value(counts.neighbours());
    json.name("uploadedBytes").value(counts.sentBytes()).name("bytesFrom").beginObject();
    for (var from : counts.bytesFrom().entrySet()) {
      json.name(from.getKey()).value(from.getValue());
    }
    json.endObject().endObject();
  }

  /** JSON has no word for what is not a number. */
  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}

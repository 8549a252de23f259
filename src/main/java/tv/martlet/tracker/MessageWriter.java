package tv.martlet.tracker;

import com.google.gson.stream.JsonWriter;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes requests and responses in the grammar of RFC 7846 §3; the bytes are UTF-8 JSON. */
final class MessageWriter {
  private final StringWriter text = new StringWriter();
  private final JsonWriter json = new JsonWriter(text);

  private MessageWriter() {}

  static byte[] write(Request request) {
    return new MessageWriter().bytes(w -> w.request(request));
  }

  static byte[] write(Response response) {
    return new MessageWriter().bytes(w -> w.response(response));
  }

  private interface Body {
    void write(MessageWriter writer) throws IOException;
  }

  private byte[] bytes(Body body) {
    try {
      json.beginObject().name(MessageParts.ROOT).beginObject();
      json.name("version").value(MessageParts.VERSION);
      body.write(this);
      json.endObject().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never throws
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void request(Request request) throws IOException {
    if (request instanceof Request.Connect connect) {
      head("CONNECT", request);
      connect(connect);
    } else if (request instanceof Request.Find find) {
      head("FIND", request);
      json.name("find").beginObject().name("swarm_id").value(find.swarmId());
      peerNum(find.peerNum());
      json.endObject();
    } else if (request instanceof Request.StatReport report) {
      head("STAT_REPORT", request);
      stats(report.stats());
    }
  }

  private void head(String type, Request request) throws IOException {
    json.name("request_type").value(type);
    json.name("transaction_id").value(request.transactionId());
    json.name("peer_id").value(request.peerId());
  }

  private void connect(Request.Connect connect) throws IOException {
    json.name("connect").beginObject();
    peerNum(connect.peerNum());
    if (!connect.addresses().isEmpty()) {
      json.name("peer_addr").beginArray();
      for (PeerAddress address : connect.addresses()) {
        address(address);
      }
      json.endArray();
    }
    json.name("swarm_action").beginArray();
    for (SwarmAction action : connect.actions()) {
      json.beginObject().name("swarm_id").value(action.swarmId());
      json.name("action").value(action.action().name());
      json.name("peer_mode").value(action.mode().name()).endObject();
    }
    json.endArray().endObject();
  }

  private void peerNum(Optional<PeerNum> peerNum) throws IOException {
    if (peerNum.isEmpty()) {
      return;
    }
    PeerNum num = peerNum.get();
    json.name("peer_num").beginObject();
    number("peer_count", num.count());
    if (num.nat().isPresent()) {
      json.name("ability_nat").value(num.nat().get().name());
    }
    number("concurrent_links", num.links());
    number("online_time", num.onlineSeconds());
    number("upload_bandwidth", num.uploadKbps());
    json.endObject();
  }

  private void number(String name, OptionalInt value) throws IOException {
    if (value.isPresent()) {
      json.name(name).value(value.getAsInt());
    }
  }

  private void address(PeerAddress address) throws IOException {
    boolean ipv6 = address.ip() instanceof Inet6Address;
    json.beginObject().name("ip_address").beginObject();
    json.name("address_type").value(ipv6 ? "ipv6" : "ipv4");
    // RFC 7846 §3.2.4: IPv6 as in RFC 5952 §4.
    json.name("address").value(NetUtil.toAddressString(address.ip())).endObject();
    json.name("port").value(address.port());
    json.name("priority").value(address.priority());
    json.name("type").value(address.type().name());
    word("connection", address.note().connection());
    word("asn", address.note().asn());
    word("peer_protocol", address.note().peerProtocol());
    json.endObject();
  }

  private void word(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.name(name).value(value);
    }
  }

  private void stats(List<StreamStats> stats) throws IOException {
    if (stats.isEmpty()) {
      return;
    }
    json.name("stat_report").beginObject().name("type").value("STREAM_STATS");
    json.name("stat").beginArray();
    for (StreamStats one : stats) {
      json.beginObject().name("swarm_id").value(one.swarmId());
      json.name("uploaded_bytes").value(one.uploadedBytes());
      json.name("downloaded_bytes").value(one.downloadedBytes());
      json.name("available_bandwidth").value(one.availableBandwidth());
      json.name("concurrent_links").value(one.links()).endObject();
    }
    json.endArray().endObject();
  }

  private void response(Response response) throws IOException {
    json.name("response_type").value(response.error() == ErrorCode.NO_ERROR ? 0 : 1);
    json.name("error_code").value(response.error().number());
    json.name("transaction_id").value(response.transactionId());
    number("track_interval", response.trackInterval());
    if (response.peerAddress().isPresent()) {
      json.name("peer_addr");
      address(response.peerAddress().get());
    }
    if (!response.results().isEmpty()) {
      json.name("swarm_result").beginArray();
      for (Response.SwarmResult result : response.results()) {
        result(result);
      }
      json.endArray();
    }
  }

  private void result(Response.SwarmResult result) throws IOException {
    json.beginObject().name("swarm_id").value(result.swarmId());
    json.name("result").value(result.successful() ? 0 : 1);
    if (result.peers().isPresent()) {
      json.name("peer_group").beginObject().name("peer_info").beginArray();
      for (Response.PeerInfo peer : result.peers().get()) {
        // RFC 7846 §3.2.4: a peer_info has one peer_addr; each further address is a further entry.
        for (PeerAddress address : peer.addresses()) {
          json.beginObject().name("peer_id").value(peer.peerId()).name("peer_addr");
          address(address);
          json.endObject();
        }
      }
      json.endArray().endObject();
    }
    json.endObject();
  }
}

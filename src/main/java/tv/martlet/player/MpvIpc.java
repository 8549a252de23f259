package tv.martlet.player;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.tinylog.Logger;

/**
 * The lasting connection to mpv: JSON lines over a Unix socket.
 *
 * <p>Commands are sent by the player's thread. A thread of this class reads; it completes the
 * answers, may send what follows from one, and hands the events on.
 */
final class MpvIpc implements AutoCloseable {
  /** mpv's longest lines, those with a playlist, stay far below. */
  static final int MAX_LINE = 64 * 1024;

  /** Few enough that all of them fit into the socket's buffer: sending never waits for long. */
  static final int MAX_PENDING = 32;

  /** Told by the reading thread; may hold it up. */
  interface Listener {
    void event(MpvMessage.Event event);

    void closed();
  }

  private final SocketChannel channel;
  private final Listener listener;
  private final Map<Long, CompletableFuture<Object>> pending = new ConcurrentHashMap<>();
  private long lastId;

  private MpvIpc(SocketChannel channel, Listener listener) {
    this.channel = channel;
    this.listener = listener;
  }

  static MpvIpc connect(Path socket, Listener listener) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    MpvIpc ipc = new MpvIpc(channel, listener);
    Thread reader = new Thread(ipc::readLines, "player-ipc");
    reader.setDaemon(true);
    reader.start();
    return ipc;
  }

  /**
   * Sends one command, its words being text, numbers or booleans.
   *
   * @return the answer's data, or exceptionally a {@link PlayerException} with mpv's words
   */
  synchronized CompletableFuture<Object> send(Object... words) {
    if (pending.size() >= MAX_PENDING) {
      return CompletableFuture.failedFuture(new PlayerException("mpv does not answer"));
    }
    return sendAlways(words);
  }

  /** For the ping, which must find out about a full queue rather than be stopped by it. */
  synchronized CompletableFuture<Object> sendAlways(Object... words) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    long id = ++lastId;
    pending.put(id, answer);
    try {
      ByteBuffer line = ByteBuffer.wrap(json(id, words).getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      pending.remove(id);
      answer.completeExceptionally(new PlayerException("mpv is gone", e));
    }
    return answer;
  }

  private static String json(long id, Object... words) {
    StringWriter out = new StringWriter();
    try (JsonWriter json = new JsonWriter(out)) {
      json.beginObject().name("request_id").value(id).name("command").beginArray();
      for (Object word : words) {
        if (word instanceof Number n) {
          json.value(n);
        } else if (word instanceof Boolean b) {
          json.value(b);
        } else {
          json.value(word.toString());
        }
      }
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return out.append('\n').toString();
  }

  private void readLines() {
    LineSplitter lines = new LineSplitter(MAX_LINE, this::line);
    ByteBuffer buffer = ByteBuffer.allocate(8 * 1024);
    try {
      while (channel.read(buffer) >= 0) {
        lines.take(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      Logger.debug("The connection to mpv ended: {}", e.toString());
    }
    pending.values().forEach(f -> f.completeExceptionally(new PlayerException("mpv is gone")));
    listener.closed();
  }

  private void line(String line) {
    try {
      MpvMessage message = MpvMessage.parse(line);
      if (message instanceof MpvMessage.Answer answer) {
        complete(answer);
      } else {
        listener.event((MpvMessage.Event) message);
      }
    } catch (IOException e) {
      Logger.debug("Ignored from mpv: {}", e.getMessage());
    }
  }

  private void complete(MpvMessage.Answer answer) {
    CompletableFuture<Object> waiting = pending.remove(answer.requestId());
    if (waiting == null) {
      return;
    }
    if (answer.ok()) {
      waiting.complete(answer.data());
    } else {
      waiting.completeExceptionally(new PlayerException("mpv says: " + answer.error()));
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      Logger.debug("Closing the connection to mpv: {}", e.toString());
    }
  }
}

package tv.martlet.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tinylog.Logger;

/**
 * Tells the open pages how the node fares: once a second, and soon after each change. Everything
 * but {@link #changed} runs on one loop. An event is made once for all listeners.
 */
final class EventHub {
  /** Pages that may listen at a time. */
  static final int MAX_LISTENERS = 16;

  /** How soon a page comes back, milliseconds (HTML standard, §9.2). */
  static final int RETRY_MS = 2000;

  private static final long SECOND = 1000;

  /** Changes closer than this are one. */
  private static final long GAP = 50;

  /** Silence after which the clock tells; a node that tells by itself is not doubled. */
  private static final long QUIET_NANOS = 900_000_000;

  /** Events after which a comment follows, for whatever sits in between and counts silence. */
  private static final int BEAT = 15;

  private final Panel panel;
  private final EventExecutor loop;
  private final AtomicBoolean armed = new AtomicBoolean();
  private final Set<EventOutlet> outlets = new HashSet<>();
  private Future<?> clock;
  private List<PanelChannel> told = List.of();
  private int beats;
  private long toldAt = System.nanoTime() - QUIET_NANOS;

  EventHub(Panel panel, EventExecutor loop) {
    this.panel = panel;
    this.loop = loop;
    panel.listen(this::changed);
  }

  /** From any thread: something is not as it was. */
  void changed() {
    if (armed.compareAndSet(false, true)) {
      try {
        var unused = loop.schedule(this::tellChange, GAP, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        Logger.debug("The web's loop has ended");
      }
    }
  }

  private void tellChange() {
    armed.set(false); // before looking: what changes from here on is told again
    tell();
  }

  /** A place for one more page; false when all are taken. */
  boolean hasRoom() {
    return outlets.size() < MAX_LISTENERS;
  }

  /** Makes the channel one that is told; its head has been written. */
  Outflow open(Channel channel) {
    EventOutlet outlet = new EventOutlet(channel, this);
    if (outlets.isEmpty()) {
      told = panel.channels();
    } else {
      tell(); // the others hear first of what changed in between
    }
    outlets.add(outlet);
    outlet.write(text("retry: " + RETRY_MS + "\n\n" + channels(told) + state()));
    if (clock == null) {
      clock = loop.scheduleAtFixedRate(this::tick, SECOND, SECOND, TimeUnit.MILLISECONDS);
    }
    return outlet;
  }

  void left(EventOutlet outlet) {
    outlets.remove(outlet);
    if (outlets.isEmpty() && clock != null) {
      clock.cancel(false);
      clock = null;
    }
  }

  private void tick() {
    List.copyOf(outlets).forEach(EventOutlet::checkPace);
    if (System.nanoTime() - toldAt > QUIET_NANOS) {
      tell();
    }
  }

  private void tell() {
    if (outlets.isEmpty()) {
      return;
    }
    toldAt = System.nanoTime();
    try {
      ByteBuf event = text(news());
      try {
        List.copyOf(outlets).forEach(o -> o.write(event.retainedDuplicate()));
      } finally {
        event.release();
      }
    } catch (RuntimeException e) {
      Logger.error(e, "Telling the pages failed");
    }
  }

  private String news() {
    StringBuilder out = new StringBuilder();
    List<PanelChannel> now = panel.channels();
    if (!now.equals(told)) {
      told = now;
      out.append(channels(now));
    }
    if (++beats % BEAT == 0) {
      out.append(":\n\n");
    }
    return out.append(state()).toString();
  }

  private String state() {
    return event("state", JsonText.line(json -> PanelJson.event(json, panel)));
  }

  private static String channels(List<PanelChannel> list) {
    return event("channels", JsonText.line(json -> PanelJson.channels(json, list)));
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}

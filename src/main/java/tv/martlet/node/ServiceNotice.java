package tv.martlet.node;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;
import tv.martlet.net.NotifySocket;

/**
 * Keeps the service manager informed (systemd's {@code Type=notify}): that the node is up, how it
 * fares, and that it is alive.
 *
 * <pre>
 *   box's thread ──► engine's loop ──► web's loop ──► WATCHDOG=1
 * </pre>
 *
 * The sign of life goes through every thread that playing needs, so where one is stuck none comes,
 * and the manager starts the node anew.
 */
final class ServiceNotice implements AutoCloseable {
  static final long LEAST_MICROS = 200_000;
  private static final int MAX_STATUS = 200;

  private final NotifySocket socket;
  private final Executor engine;
  private final EventLoopGroup web;
  private String said = "";

  private ServiceNotice(NotifySocket socket, Executor engine, EventLoopGroup web) {
    this.socket = socket;
    this.engine = engine;
    this.web = web;
  }

  /**
   * Begins, where a service manager asks for it; else empty.
   *
   * @param environment of this process: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}, {@code
   *     WATCHDOG_PID}
   * @param clerk the box's thread
   */
  static Optional<ServiceNotice> start(
      Map<String, String> environment, Station station, ScheduledExecutorService clerk) {
    return start(environment, engine(station), station.web(), clerk);
  }

  /** Likewise, for a node of which the web's loop keeps the time. */
  static Optional<ServiceNotice> start(Map<String, String> environment, Station station) {
    return start(environment, engine(station), station.web(), station.web());
  }

  /** Likewise, for a node that has no other thread than the web's loop. */
  static Optional<ServiceNotice> start(Map<String, String> environment, EventLoopGroup web) {
    return start(environment, Runnable::run, web, web);
  }

  private static Executor engine(Station station) {
    return work -> station.host().port().execute((engine, now) -> work.run());
  }

  private static Optional<ServiceNotice> start(
      Map<String, String> environment,
      Executor engine,
      EventLoopGroup web,
      ScheduledExecutorService clerk) {
    String address = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    try {
      NotifySocket socket = NotifySocket.open(address, web);
      ServiceNotice notice = new ServiceNotice(socket, engine, web);
      socket.send("READY=1");
      watchdogMicros(environment, ProcessHandle.current().pid())
          .ifPresent(micros -> notice.feed(clerk, micros / 2));
      return Optional.of(notice);
    } catch (IOException e) {
      Logger.warn(e.getMessage());
      return Optional.empty();
    }
  }

  /** How often the manager wants a sign of life of this process; empty if it does not. */
  static OptionalLong watchdogMicros(Map<String, String> environment, long pid) {
    String meant = environment.getOrDefault("WATCHDOG_PID", "");
    if (!meant.isEmpty() && !meant.equals(Long.toString(pid))) {
      return OptionalLong.empty();
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return micros <= 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(LEAST_MICROS, micros));
    } catch (NumberFormatException e) {
      Logger.warn("WATCHDOG_USEC is no number of microseconds: no sign of life is given");
      return OptionalLong.empty();
    }
  }

  private void feed(ScheduledExecutorService clerk, long micros) {
    var unused = clerk.scheduleAtFixedRate(this::alive, 0, micros, TimeUnit.MICROSECONDS);
  }

  private void alive() {
    engine.execute(() -> web.next().execute(() -> socket.send("WATCHDOG=1")));
  }

  /** What {@code systemctl status} shows. On the box's thread. */
  void tell(BoxState state) {
    String status = sentence(state).replaceAll("\\p{Cntrl}", " ");
    String cut = status.length() <= MAX_STATUS ? status : status.substring(0, MAX_STATUS);
    if (!cut.equals(said)) {
      said = cut;
      socket.send("STATUS=" + cut);
    }
  }

  private static String sentence(BoxState state) {
    String what = state.status().name().toLowerCase(Locale.ROOT);
    String name = state.name().isEmpty() ? "" : " " + state.name();
    String peers = ", neighbours: " + state.figures().peers();
    return what + name + peers + (state.problem().isEmpty() ? "" : "; " + state.problem());
  }

  @Override
  public void close() {
    socket.send("STOPPING=1");
    socket.close();
  }
}

package tv.martlet.tracker;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks up host names on a thread of its own, since the JDK's lookup blocks. */
final class NameLookup implements AutoCloseable {
  private static final int MOST_WAITING = 64;
  private final EventLoop loop;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          2, 2, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), NameLookup::thread);

  NameLookup(EventLoop loop) {
    this.loop = loop;
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tracker-names");
    thread.setDaemon(true);
    return thread;
  }

  /** Tells the addresses of a host on the loop; an empty list if there are none. */
  void find(String host, Consumer<List<InetAddress>> then) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      then.accept(addresses(host));
      return;
    }
    try {
      threads.execute(
          () -> {
            List<InetAddress> found = addresses(host);
            loop.execute(() -> then.accept(found));
          });
    } catch (RejectedExecutionException e) {
      then.accept(List.of());
    }
  }

  private static List<InetAddress> addresses(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

package tv.martlet.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.config.ChannelsSettings;
import tv.martlet.media.M3u;

/**
 * Where the list of channels comes from: a file, or a URL of which the last good answer is kept in
 * a file of the data folder. Looked at again every hour, after a failure sooner. Lives on the box's
 * thread; nothing here waits for the network.
 */
final class ListSource {
  static final int MAX_BYTES = M3u.MAX_CHARS;
  private static final long AGAIN_SECONDS = 3_600;
  private static final long FIRST_RETRY_SECONDS = 15;
  private static final int MAX_HEAD = 16 << 10;
  private static final String FROM = "#FROM ";

  private final ChannelsSettings settings;
  private final Path cache;
  private final ScheduledExecutorService clerk;
  private final Consumer<ChannelList> news;
  private final ListFetch fetch;
  private boolean isEmpty = true;
  private String known = "";
  private long retry = FIRST_RETRY_SECONDS;
  private volatile String problem = "";

  /**
   * Does nothing yet.
   *
   * @param news told each list that differs from the one before, on the box's thread
   */
  ListSource(
      ChannelsSettings settings,
      Path folder,
      ScheduledExecutorService clerk,
      ListFetch fetch,
      Consumer<ChannelList> news) {
    this.fetch = fetch;
    this.settings = settings;
    this.cache = folder.resolve("channels.m3u");
    this.clerk = clerk;
    this.news = news;
  }

  /** Why the list is not what it should be, as a sentence; else empty. From any thread. */
  String problem() {
    return problem;
  }

  /** Tells the list that is here, at once, and begins to look after it. */
  void start() {
    if (isRemote()) {
      take(cached().orElse(""));
      fetch();
    } else {
      look();
    }
  }

  private boolean isRemote() {
    return settings.list().matches("(?i)https?://.*");
  }

  private void again(long seconds) {
    var unused = clerk.schedule(isRemote() ? this::fetch : this::look, seconds, TimeUnit.SECONDS);
  }

  /** Reads the file. */
  private void look() {
    if (settings.list().isEmpty()) {
      take("");
      return;
    }
    try {
      take(bounded(Path.of(settings.list()), MAX_BYTES));
      problem = "";
    } catch (IOException | IllegalArgumentException e) {
      fail(
          settings.list()
              + " cannot be read: check its path and rights, and that it is a list of"
              + " at most 4 MiB");
      if (known.isEmpty()) {
        take("");
      }
    }
    again(AGAIN_SECONDS);
  }

  private static String bounded(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException("over 4 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private void fetch() {
    var unused =
        fetch
            .get(settings.list())
            .whenComplete((bytes, failure) -> clerk.execute(() -> fetched(bytes, failure)));
  }

  private void fetched(byte[] bytes, Throwable failure) {
    if (failure != null) {
      failed(failure instanceof CompletionException ? failure.getCause() : failure);
      return;
    }
    String got = new String(bytes, StandardCharsets.UTF_8);
    if (!isList(got)) {
      failed(new IOException("the answer is no M3U list"));
      return;
    }
    problem = "";
    retry = FIRST_RETRY_SECONDS;
    if (take(got)) {
      keep(got);
    }
    again(AGAIN_SECONDS);
  }

  /** A page that asks for a login, say, is none. */
  private static boolean isList(String got) {
    return got.startsWith("#EXTM3U") || !ChannelList.of(List.of(), got).channels().isEmpty();
  }

  private void failed(Throwable why) {
    String instead = isEmpty ? "there is no earlier copy" : "the copy of an earlier answer is used";
    fail(settings.list() + " cannot be fetched (" + why.getMessage() + "); " + instead);
    again(retry);
    retry = Math.min(2 * retry, AGAIN_SECONDS);
  }

  private void fail(String why) {
    problem = "channels.list: " + why;
    Logger.warn(problem);
  }

  /** True if this is news. */
  private boolean take(String m3u) {
    String digest = digest(m3u); // a list may be large: the text itself is not kept
    if (digest.equals(known)) {
      return false;
    }
    known = digest;
    isEmpty = m3u.isEmpty();
    ChannelList list = ChannelList.of(settings.channel(), m3u);
    list.problems().forEach(wrong -> Logger.warn("left out: {}", wrong));
    news.accept(list);
    return true;
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The last good answer of this very URL. */
  private Optional<String> cached() {
    try {
      String kept = Files.exists(cache) ? bounded(cache, MAX_BYTES + MAX_HEAD) : "";
      String head = FROM + settings.list() + "\n";
      return kept.startsWith(head) ? Optional.of(kept.substring(head.length())) : Optional.empty();
    } catch (IOException e) {
      Logger.warn("{} cannot be read: {}", cache, e.getMessage());
      return Optional.empty();
    }
  }

  private void keep(String m3u) {
    try {
      AtomicFile.write(
          cache, (FROM + settings.list() + "\n" + m3u).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      Logger.warn("the list cannot be kept in {}: {}: check node.data_dir", cache, e.getMessage());
    }
  }
}

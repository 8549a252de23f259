package tv.martlet.media;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * A stream over HTTP or HTTPS. Redirects are followed, at most five and never from https to http
 * (the JDK client's bounds). At most one piece of the body is on its way at a time, so a slow sink
 * slows the server down. Ten seconds without a byte end the connection.
 */
final class HttpInput implements MediaInput {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final InputUri uri;
  private HttpClient client;
  private volatile Inbox inbox;
  private long lastByteNanos;

  HttpInput(InputUri uri) {
    this.uri = uri;
  }

  /** What comes of the body, and how it ended. */
  private static final class Inbox implements Flow.Subscriber<List<ByteBuffer>> {
    private static final List<ByteBuffer> END = List.of();

    final BlockingQueue<List<ByteBuffer>> pieces = new ArrayBlockingQueue<>(4);
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;
    private volatile boolean cancelled;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (cancelled) {
        given.cancel();
      } else {
        given.request(1);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
      // One is asked for at a time, so there is room.
      pieces.add(List.copyOf(piece));
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
      pieces.add(END);
    }

    @Override
    public void onComplete() {
      pieces.add(END);
    }

    void more() {
      subscription.request(1);
    }

    void cancel() {
      cancelled = true;
      if (subscription != null) {
        subscription.cancel();
      }
      boolean ignored = pieces.offer(END);
    }
  }

  @Override
  public String name() {
    return uri.toString();
  }

  @Override
  public void open() throws IOException {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(CONNECT)
              .build();
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri.place())).timeout(CONNECT).build();
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request);
    Inbox opened = new Inbox();
    response.body().subscribe(opened);
    inbox = opened;
    lastByteNanos = System.nanoTime();
    if (response.statusCode() != 200) {
      close();
      throw refused(response.statusCode());
    }
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(HttpRequest request)
      throws IOException {
    try {
      return client.send(request, BodyHandlers.ofPublisher());
    } catch (InterruptedException e) {
      throw InputException.passing("closed while it was being opened");
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw InputException.passing(
          "cannot connect to " + request.uri().getAuthority() + ": is the server running?");
    } catch (HttpTimeoutException e) {
      throw InputException.passing("no answer within " + CONNECT.toSeconds() + " s");
    } catch (SSLException e) {
      throw InputException.passing(
          "no secure connection (" + e.getMessage() + "): check the certificate and the clock");
    }
  }

  private static InputException refused(int status) {
    String sentence =
        switch (status) {
          case 301, 302, 303, 307, 308 -> "redirected too often, or from https to http";
          case 401, 403 -> "the server wants a login or refuses (status " + status + ")";
          case 404, 410 -> "the server has no such stream (status " + status + "): check the path";
          default -> "the server answered with status " + status;
        };
    return InputException.passing(sentence);
  }

  @Override
  public Read read(ByteSink sink, long waitMillis) throws IOException {
    Inbox from = inbox;
    if (from == null) {
      return Read.END;
    }
    List<ByteBuffer> piece = poll(from, waitMillis);
    if (piece == null) {
      if (System.nanoTime() - lastByteNanos > STALL_NANOS) {
        throw InputException.passing("nothing came for 10 s");
      }
      return Read.NOTHING;
    }
    if (piece.isEmpty()) {
      if (from.failure != null && inbox != null) {
        throw InputException.passing(
            "the connection broke off (" + from.failure.getMessage() + ")");
      }
      return Read.END;
    }
    lastByteNanos = System.nanoTime();
    piece.forEach(sink::accept);
    from.more();
    return Read.SOME;
  }

  private static List<ByteBuffer> poll(Inbox from, long waitMillis) {
    try {
      return from.pieces.poll(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return Inbox.END; // close() interrupts
    }
  }

  @Override
  public boolean endsForGood() {
    return false;
  }

  @Override
  public void close() {
    Inbox open = inbox;
    inbox = null;
    if (open != null) {
      open.cancel();
    }
  }
}

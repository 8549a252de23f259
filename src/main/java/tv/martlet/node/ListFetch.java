package tv.martlet.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a list of channels over HTTP or HTTPS: at most 4 MiB, within ten seconds from end to end,
 * over at most five redirects and none from https to http (the JDK client's bounds).
 */
final class ListFetch {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Duration patience;

  ListFetch() {
    this(PATIENCE);
  }

  ListFetch(Duration patience) {
    this.patience = patience;
  }

  /** Begins; fails with an {@link IOException} whose message says what went wrong. */
  CompletableFuture<byte[]> get(String url) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience)
            .build();
    CompletableFuture<HttpResponse<byte[]>> sent;
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(patience).build();
      sent = client.sendAsync(request, ListFetch::body);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(new IOException("it is no address of a server"));
    }
    return sent.thenApply(HttpResponse::body)
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((body, failure) -> sent.cancel(true))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(sentence(failure)));
  }

  private static BodySubscriber<byte[]> body(HttpResponse.ResponseInfo info) {
    if (info.statusCode() == 200) {
      return new Bounded();
    }
    return BodySubscribers.mapping(
        BodySubscribers.discarding(),
        nothing -> {
          throw new CompletionException(
              new IOException("the server answered with status " + info.statusCode()));
        });
  }

  private static IOException sentence(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ConnectException)) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return new IOException("no whole answer in time");
    }
    if (cause instanceof ConnectException) {
      return new IOException("no connection to the server");
    }
    String message = cause.getMessage();
    return new IOException(message == null ? cause.getClass().getSimpleName() : message, failure);
  }

  /** Takes so many bytes and no more. */
  private static final class Bounded implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        if (bytes.size() + piece.remaining() > ListSource.MAX_BYTES) {
          subscription.cancel();
          done.completeExceptionally(new IOException("it is over 4 MiB"));
          return;
        }
        byte[] some = new byte[piece.remaining()];
        piece.get(some);
        bytes.writeBytes(some);
      }
    }

    @Override
    public void onError(Throwable cause) {
      done.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      done.complete(bytes.toByteArray());
    }
  }
}

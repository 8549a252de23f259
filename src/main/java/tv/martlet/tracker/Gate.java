package tv.martlet.tracker;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells who makes a request: by certificate, by password, or nobody in particular. */
final class Gate {
  private final TrackerAccess access;
  private final Optional<DigestGate> digest;

  /**
   * @param principal empty if the requester must be turned away with the challenges
   */
  record Verdict(Optional<String> principal, List<String> challenges) {}

  Gate(TrackerAccess access, RandomGenerator random) {
    this.access = access;
    digest = access.digest().map(users -> new DigestGate(users, random));
  }

  Verdict check(Channel channel, FullHttpRequest http, long nowMillis) {
    if (!access.restricted()) {
      return new Verdict(Optional.of(""), List.of());
    }
    Optional<String> subject = subject(channel);
    boolean passwordToo = access.certificates() == ClientCertificates.REQUIRED;
    if (digest.isEmpty() || (subject.isPresent() && !passwordToo)) {
      return new Verdict(subject.map(name -> "certificate:" + name), List.of());
    }
    DigestGate.Verdict verdict =
        digest
            .get()
            .check(
                http.headers().get(HttpHeaderNames.AUTHORIZATION),
                http.method().name(),
                http.uri(),
                nowMillis);
    return new Verdict(verdict.user().map(name -> "user:" + name), verdict.challenges());
  }

  private Optional<String> subject(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null || access.certificates() == ClientCertificates.NONE) {
      return Optional.empty();
    }
    try {
      return Optional.of(tls.engine().getSession().getPeerPrincipal().getName());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}

package tv.martlet.http;

import static java.util.Map.entry;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/** The addresses under {@code /api/v1/}: what is told, and what can be wished for. */
final class Api {
  private static final int MAX_SECONDS = 3600;
  private static final int SECONDS = 5;
  private static final int MAX_STEP = 1000;
  private static final int MAX_PICTURE = 8 << 20;
  private static final int PICTURE_SECONDS = 10;

  private final Panel panel;
  private final ChangeGuard guard;
  private volatile byte[] picture = new byte[0];

  Api(Panel panel, ChangeGuard guard) {
    this.panel = panel;
    this.guard = guard;
  }

  /** A wish of a body. */
  @FunctionalInterface
  private interface Wish {
    Command of(byte[] body) throws RefusedException;
  }

  /** What GET finds, by what stands after {@code /api/v1/}. */
  Map<String, Page> reads() {
    return Map.of(
        "status", r -> json(j -> PanelJson.status(j, panel)),
        "channels", r -> json(j -> PanelJson.channels(j, panel.channels())),
        "neighbours", r -> json(j -> PanelJson.neighbours(j, panel.neighbours())),
        "buffer", r -> json(j -> PanelJson.buffer(j, panel.buffer())),
        "events", r -> new Reply.Events(),
        "screenshot.jpg", r -> lastPicture());
  }

  /** What POST does, by what stands after {@code /api/v1/}. */
  Map<String, Page> changes() {
    return Map.ofEntries(
        entry("channel", wish(b -> show(CommandReader.read(b, "channel")))),
        entry("step", wish(b -> step(CommandReader.read(b, "by")))),
        entry("volume", wish(b -> volume(CommandReader.read(b, "volume")))),
        entry("mute", wish(b -> mute(CommandReader.read(b, "muted")))),
        entry("message", wish(b -> message(CommandReader.read(b, "text", "seconds")))),
        entry("relay", wish(b -> relay(CommandReader.read(b, "channel", "on")))),
        entry("identify", wish(Api::identify)),
        entry("screenshot", this::takePicture));
  }

  private static Command show(CommandReader body) throws RefusedException {
    return new Command.Show(body.word("channel"));
  }

  private static Command step(CommandReader body) throws RefusedException {
    return new Command.Step(body.whole("by", -MAX_STEP, MAX_STEP));
  }

  private static Command volume(CommandReader body) throws RefusedException {
    return new Command.Volume(body.whole("volume", 0, 100));
  }

  private static Command mute(CommandReader body) throws RefusedException {
    return new Command.Mute(body.flag("muted"));
  }

  private static Command message(CommandReader body) throws RefusedException {
    return new Command.Message(
        body.text("text", Command.MAX_TEXT), body.whole("seconds", 1, MAX_SECONDS, SECONDS));
  }

  private static Command relay(CommandReader body) throws RefusedException {
    return new Command.Relay(body.word("channel"), body.flag("on"));
  }

  private static Command identify(byte[] body) throws RefusedException {
    CommandReader.read(body);
    return new Command.Identify();
  }

  private Page wish(Wish wish) {
    return request -> {
      guard.check(request);
      Command command = wish.of(request.sent().body());
      try {
        panel.carryOut(command);
      } catch (CommandException e) {
        throw new RefusedException(HttpResponseStatus.CONFLICT, e.getMessage());
      }
      return json(j -> j.beginObject().name("ok").value(true).endObject());
    };
  }

  private Reply takePicture(Request request) throws RefusedException {
    guard.check(request);
    CommandReader.read(request.sent().body());
    CompletableFuture<Reply.Body> answer =
        panel
            .screenshot()
            .copy() // the timeout is ours alone
            .orTimeout(PICTURE_SECONDS, TimeUnit.SECONDS)
            .handle((jpeg, failure) -> failure == null ? taken(jpeg) : failed(failure));
    return new Reply.Later(answer);
  }

  private Reply.Body taken(byte[] jpeg) {
    if (jpeg.length > MAX_PICTURE) {
      return Reply.error(HttpResponseStatus.CONFLICT, "The picture is too large to be kept.");
    }
    picture = jpeg;
    return json(
        j -> {
          j.beginObject().name("ok").value(true).name("bytes").value(jpeg.length);
          j.name("url").value(Request.API + "screenshot.jpg").endObject();
        });
  }

  private static Reply.Body failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CommandException refused) {
      return Reply.error(HttpResponseStatus.CONFLICT, refused.getMessage());
    }
    Logger.warn("No picture could be taken: {}", String.valueOf(cause));
    return Reply.error(
        HttpResponseStatus.SERVICE_UNAVAILABLE,
        "The player gave no picture in time: try again while a channel is shown.");
  }

  private Reply lastPicture() throws RefusedException {
    byte[] jpeg = picture;
    if (jpeg.length == 0) {
      throw new RefusedException(
          HttpResponseStatus.NOT_FOUND, "No picture yet: POST /api/v1/screenshot takes one.");
    }
    return new Reply.Body(HttpResponseStatus.OK, "image/jpeg", jpeg, Map.of());
  }

  private static Reply.Body json(JsonText.Value value) {
    return Reply.ok(Reply.JSON, JsonText.of(value));
  }
}

package tv.martlet.http;

/** A known channel cannot be streamed now; the message is the sentence that the client reads. */
public class ChannelUnavailableException extends Exception {
  public ChannelUnavailableException(String message) {
    super(message);
  }
}

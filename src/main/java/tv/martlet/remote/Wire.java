package tv.martlet.remote;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One connection to a broker, from its opening to its end; there is no coming back. */
interface Wire extends AutoCloseable {
  /** Payloads that are accepted, in bytes; the broker is told not to send more. */
  int MAX_PAYLOAD = 64 << 10;

  /**
   * Sends a message.
   *
   * @return false if too many are under way; try again after {@link Listener#moved}
   */
  boolean publish(Message message);

  /** Says goodbye where it can, within two seconds. */
  @Override
  void close();

  /** What happens on a connection; called on any thread, must not wait. */
  interface Listener {
    /** It stands and the topics are subscribed to. */
    void up();

    /** It is over, or never came about: why, as a sentence. Nothing follows. */
    void down(String sentence);

    void arrived(Message message);

    /** A message has gone out. */
    void moved();
  }

  /**
   * What a connection is for.
   *
   * @param will what the broker says when it is lost
   * @param topics that are listened to
   */
  record Purpose(Optional<Message> will, List<String> topics) {}

  /** Opens connections. */
  interface Opener {
    /**
     * Begins to open one.
     *
     * @throws IOException with a sentence, if the settings do not allow it
     */
    Wire open(Access access, Purpose purpose, Listener listener) throws IOException;
  }
}

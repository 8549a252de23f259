package tv.martlet.wire;

import java.io.IOException;

/** A capture file that cannot be read; the message is a sentence for its owner. */
public final class PcapException extends IOException {
  private static final long serialVersionUID = 1L;

  PcapException(String message) {
    super(message);
  }
}

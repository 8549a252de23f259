package tv.martlet.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file at the speed of its clock, once or in a loop, filled up to a rate if wanted. Each pass
 * starts at a random access point (see {@link TsJoiner}), so a recording cut anywhere loops too.
 */
final class FileInput implements MediaInput {
  /** Opens the file anew. */
  interface Opener {
    SeekableByteChannel open() throws IOException;
  }

  /** More than so much at each end of a file is not read to find its length. */
  private static final long MEASURED = 16L << 20;

  private static final long FALLBACK_RATE = 2_000_000;
  private static final int BLOCK = 64 * 1024;

  private final InputUri uri;
  private final Opener opener;
  private final PaceClock clock;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK);

  /** Room for one block, what a joiner holds back, and the largest tables. */
  private final ByteBuffer pending = ByteBuffer.allocate(3 * BLOCK);

  private volatile SeekableByteChannel channel;
  private TsJoiner joiner;
  private TsRestamper restamper;
  private PcrPacer pacer;
  private ByteSink target;
  private long loopTicks;
  private long passBytes;
  private boolean finishing;

  FileInput(InputUri uri, Opener opener, PaceClock clock) {
    this.uri = uri;
    this.opener = opener;
    this.clock = clock;
  }

  /** Opens a file; what goes wrong says what to change. */
  static SeekableByteChannel openFile(String path) throws IOException {
    try {
      return Files.newByteChannel(Path.of(path));
    } catch (NoSuchFileException e) {
      throw InputException.permanent("there is no such file: check the path");
    } catch (AccessDeniedException e) {
      throw InputException.permanent("the file may not be read: check its permissions");
    }
  }

  @Override
  public String name() {
    return uri.toString();
  }

  @Override
  public void open() throws IOException {
    SeekableByteChannel opened = opener.open();
    try {
      checkHead(opened);
      loopTicks = uri.loop() ? measure(opened) : 0;
      opened.position(0);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    channel = opened;
    restamper = new TsRestamper();
    pacer = new PcrPacer(clock::nowMicros, FALLBACK_RATE, uri.rate(), b -> target.accept(b));
    pending.clear().flip();
    finishing = false;
    newPass();
  }

  private void checkHead(SeekableByteChannel from) throws IOException {
    TsGuard guard = new TsGuard();
    block.clear();
    while (block.position() < TsGuard.LOOK && from.read(block) >= 0) {
      // up to the end of a short file
    }
    if (block.position() < TsGuard.LOOK) {
      throw InputException.permanent("the file is too short: there is no stream in it");
    }
    guard.look(block.flip());
    from.position(0);
  }

  private long measure(SeekableByteChannel from) throws IOException {
    LoopLength length = new LoopLength();
    TsJoiner through = new TsJoiner(length, TsJoiner.AfterGap.NEXT_UNIT);
    copy(from, Math.min(from.size(), MEASURED), through);
    if (from.size() > 2 * MEASURED) {
      through.gap(from.size() - 2 * MEASURED);
      length.gap();
      from.position(from.size() - MEASURED);
    }
    copy(from, MEASURED, through);
    if (!length.isKnown()) {
      throw InputException.permanent(
          "the file has no time stamps to loop by: is it a whole MPEG-TS recording?");
    }
    return length.ticks();
  }

  private void copy(SeekableByteChannel from, long bytes, TsJoiner to) throws IOException {
    long left = bytes;
    while (left > 0) {
      block.clear().limit((int) Math.min(BLOCK, left));
      int n = from.read(block);
      if (n < 0) {
        return;
      }
      left -= n;
      to.push(block.flip());
    }
  }

  private void newPass() {
    passBytes = 0;
    joiner = new TsJoiner(this::stage, TsJoiner.AfterGap.NEXT_UNIT);
  }

  /** Gathers the joiner's packets, re-stamped, until the pacer takes them. */
  private void stage(ByteBuffer packets) {
    passBytes += packets.remaining();
    pending.put(packets);
  }

  @Override
  public Read read(ByteSink sink, long waitMillis) throws IOException {
    SeekableByteChannel from = channel;
    if (from == null) {
      return Read.END;
    }
    target = sink;
    long until = clock.nowMicros() + waitMillis * 1000;
    while (clock.nowMicros() < until) {
      long wait = pacer.poll();
      if (wait > 0) {
        clock.await(Math.min(wait, until - clock.nowMicros()));
        return channel == null ? Read.END : Read.SOME;
      } else if (finishing) {
        return Read.END;
      } else if (!pacer.offer(pending)) {
        refill(from);
      }
    }
    return Read.SOME;
  }

  private void refill(SeekableByteChannel from) throws IOException {
    pending.compact();
    int before = pending.position();
    block.clear();
    int n = from.read(block);
    if (n >= 0) {
      joiner.push(block.flip());
    } else if (!uri.loop()) {
      finishing = true;
      pacer.finish();
    } else if (passBytes == 0) {
      throw InputException.permanent(
          "the file has no picture or sound to start with: is it a whole MPEG-TS recording?");
    }
    int after = pending.position();
    restamper.restamp(pending.position(before).limit(after));
    pending.position(0).limit(after);
    if (n < 0 && uri.loop()) {
      restamper.nextPass(loopTicks);
      from.position(0);
      newPass();
    }
  }

  @Override
  public boolean endsForGood() {
    return true;
  }

  @Override
  public void close() throws IOException {
    SeekableByteChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}

package tv.martlet.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SwarmId;
import tv.martlet.wire.MessageReader.Outcome;

/**
 * The source channel and the protocol options of one HANDSHAKE (RFC 7574 §7, §8.4), reused: reading
 * fills it anew, setters return it for chaining. Codes are kept as they came, known or not; what
 * they must be in a swarm is for the engine to say.
 */
public final class Handshake {
  /** What an option's getter returns where the option was not there. */
  public static final int ABSENT = -1;

  /** RFC 7574 §7.2. */
  public static final int VERSION = 1;

  /** RFC 7574 §7.9: the discard window of a peer that keeps everything, of either width. */
  public static final long KEEPS_ALL = -1L;

  /** RFC 7574 §7.11: {@link #chunkSize()} of a swarm whose chunks differ in size. */
  public static final long VARIABLE_CHUNK_SIZE = 0xFFFF_FFFFL;

  /** Longer swarm IDs are invalid here, though the field could hold 65,535 bytes. */
  public static final int MAX_SWARM_ID = SwarmId.MAX_LENGTH;

  // shared with HandshakeCodec alone
  int sourceChannel;
  // the options of one octet by their code; that of SWARM_ID is never used
  final int[] octets = new int[HandshakeOption.ADDRESSING + 1];
  final byte[] swarmId = new byte[MAX_SWARM_ID];
  int swarmIdLength;
  boolean hasDiscardWindow;
  long discardWindow;
  boolean hasSupportedMessages;
  final MessageSet supportedMessages = new MessageSet();
  long chunkSize;

  public Handshake() {
    reset();
  }

  /** The first handshake of a channel: both versions and the swarm (RFC 7574 §3.1.1 step 1). */
  public static Handshake initiator(int sourceChannel, SwarmId swarm) {
    return responder(sourceChannel).minVersion(VERSION).swarmId(swarm);
  }

  /** The reply to it: the swarm ID may be left out (RFC 7574 §3.1.1 step 2). */
  public static Handshake responder(int sourceChannel) {
    return new Handshake().sourceChannel(sourceChannel).version(VERSION);
  }

  /** RFC 7574 §8.4: closes a channel with an all-zeros channel and an empty list. */
  public static Handshake ofClosing() {
    return new Handshake();
  }

  /**
   * Fills this from a HANDSHAKE's bytes.
   *
   * @param offset of the source channel, behind the octet of the message type
   * @param end of the datagram
   * @return the offset behind the end option, or a negative error for {@link Outcome#ofOffset};
   *     after an error the fields mean nothing
   */
  public int read(ByteBuffer d, int offset, int end) {
    return HandshakeCodec.read(this, d, offset, end);
  }

  /**
   * Puts the source channel and the options at the buffer's position.
   *
   * @throws IllegalStateException for a discard window without an addressing method
   * @throws java.nio.BufferOverflowException where fewer than {@link #length} bytes remain
   */
  public void write(ByteBuffer dst) {
    HandshakeCodec.write(this, dst);
  }

  /** The bytes that {@link #write} puts. */
  public int length() {
    return HandshakeCodec.length(this);
  }

  /** Forgets everything: a closing handshake. */
  public Handshake reset() {
    sourceChannel = 0;
    Arrays.fill(octets, ABSENT);
    swarmIdLength = ABSENT;
    hasDiscardWindow = false;
    discardWindow = 0;
    supportsAll();
    chunkSize = ABSENT;
    return this;
  }

  /** Drops options 8 and 9: libswift answers no handshake that carries an option it has not. */
  public Handshake shortForm() {
    chunkSize = ABSENT;
    return supportsAll();
  }

  /** The channel that replies must be sent to. */
  public int sourceChannel() {
    return sourceChannel;
  }

  /** RFC 7574 §8.4: an all-zeros source channel closes the channel or refuses it. */
  public boolean closing() {
    return sourceChannel == 0;
  }

  /** RFC 7574 §7.2. */
  public int version() {
    return octets[HandshakeOption.VERSION];
  }

  /** RFC 7574 §7.3. */
  public int minVersion() {
    return octets[HandshakeOption.MINIMUM_VERSION];
  }

  /** The code of the content integrity protection method, RFC 7574 §7.5. */
  public int integrity() {
    return octets[HandshakeOption.INTEGRITY];
  }

  /** The code of the Merkle tree hash function, RFC 7574 §7.6. */
  public int hash() {
    return octets[HandshakeOption.HASH];
  }

  /** The DNSSEC number of the live signature algorithm, RFC 7574 §7.7. */
  public int signature() {
    return octets[HandshakeOption.SIGNATURE];
  }

  /** The code of the chunk addressing method, RFC 7574 §7.8. */
  public int addressing() {
    return octets[HandshakeOption.ADDRESSING];
  }

  /** Bytes of the swarm ID, RFC 7574 §7.4; {@link #ABSENT} where there is none. */
  public int swarmIdLength() {
    return swarmIdLength;
  }

  /** Whether a swarm ID is there and is this one; allocates nothing. */
  public boolean matches(SwarmId id) {
    return swarmIdLength != ABSENT && id.matches(swarmId, 0, swarmIdLength);
  }

  /** A copy of the swarm ID, null where there is none. */
  public SwarmId swarmId() {
    return swarmIdLength < 0 ? null : SwarmId.of(Arrays.copyOf(swarmId, swarmIdLength));
  }

  /** RFC 7574 §7.9: whether a discard window was given. */
  public boolean hasDiscardWindow() {
    return hasDiscardWindow;
  }

  /**
   * RFC 7574 §7.9: chunks, or bytes with byte ranges; {@link #KEEPS_ALL} or 0 to {@link
   * Long#MAX_VALUE} (more is cut to that). Good only where {@link #hasDiscardWindow()}.
   */
  public long discardWindow() {
    return discardWindow;
  }

  /** RFC 7574 §7.10: whether the sender takes such messages; all where it did not list any. */
  public boolean supports(MessageType type) {
    return !hasSupportedMessages || supportedMessages.contains(type);
  }

  /** Whether the sender listed the messages that it supports. */
  public boolean hasSupportedMessages() {
    return hasSupportedMessages;
  }

  /** RFC 7574 §7.11: bytes, {@link #VARIABLE_CHUNK_SIZE}, or {@link #ABSENT}. */
  public long chunkSize() {
    return chunkSize;
  }

  public Handshake sourceChannel(int channel) {
    sourceChannel = channel;
    return this;
  }

  public Handshake version(int version) {
    return octet(HandshakeOption.VERSION, version);
  }

  public Handshake minVersion(int version) {
    return octet(HandshakeOption.MINIMUM_VERSION, version);
  }

  public Handshake integrity(IntegrityMethod method) {
    return octet(HandshakeOption.INTEGRITY, method.code());
  }

  /** Null leaves the option out. */
  public Handshake hash(HashFunction function) {
    return octet(HandshakeOption.HASH, function == null ? ABSENT : function.code());
  }

  /** Null leaves the option out. */
  public Handshake signature(SignatureAlgorithm algorithm) {
    return octet(HandshakeOption.SIGNATURE, algorithm == null ? ABSENT : algorithm.code());
  }

  public Handshake addressing(ChunkAddressing method) {
    return octet(HandshakeOption.ADDRESSING, method.code());
  }

  private Handshake octet(int option, int value) {
    if (value < ABSENT || value > 0xFF) {
      throw new IllegalArgumentException("Option " + option + " must be an octet, not " + value);
    }
    octets[option] = value;
    return this;
  }

  /** Null leaves the option out. */
  public Handshake swarmId(SwarmId id) {
    swarmIdLength = id == null ? ABSENT : id.length();
    if (id != null) {
      System.arraycopy(id.copy(), 0, swarmId, 0, swarmIdLength);
    }
    return this;
  }

  /** In chunks, or bytes with byte ranges; what 32 bits cannot say is written as their largest. */
  public Handshake discardWindow(long window) {
    if (window < KEEPS_ALL) {
      throw new IllegalArgumentException("A discard window cannot be " + window);
    }
    hasDiscardWindow = true;
    discardWindow = window;
    return this;
  }

  /** RFC 7574 §7.10: peers who support only a proper subset MUST signal which. */
  public Handshake supportsOnly(Set<MessageType> types) {
    supportedMessages.clear();
    types.forEach(supportedMessages::add);
    hasSupportedMessages = true;
    return this;
  }

  /** Leaves the list of supported messages out. */
  public Handshake supportsAll() {
    hasSupportedMessages = false;
    return this;
  }

  /** {@link #ABSENT} leaves the option out. */
  public Handshake chunkSize(long bytes) {
    if (bytes < ABSENT || bytes > VARIABLE_CHUNK_SIZE) {
      throw new IllegalArgumentException("A chunk cannot be of " + bytes + " bytes");
    }
    chunkSize = bytes;
    return this;
  }
}

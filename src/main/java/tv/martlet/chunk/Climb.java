package tv.martlet.chunk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The way from a chunk's hash up to one that is known or signed (RFC 7574 §5.2). First it looks
 * whether all siblings on the way are there, then it hashes, and only when the end has matched are
 * the hashes kept.
 */
final class Climb {
  private static final int MAX_STEPS = 63;

  private final Hasher hasher;
  private final int length;
  private final byte[] nodes; // node i of the way, the leaf first
  private final byte[] siblings; // sibling of node i
  private long leaf;
  private long end;
  private int steps;

  Climb(HashFunction function) {
    hasher = new Hasher(function);
    length = function.length();
    nodes = new byte[(MAX_STEPS + 1) * length];
    siblings = new byte[MAX_STEPS * length];
  }

  /**
   * Finds the way from a leaf to the first known node, at most to the top, and fetches the siblings
   * on it.
   *
   * @param tree the known hashes; null if there are none
   * @return false if a sibling is missing
   */
  boolean find(long from, long top, HashTree tree, Claims claims) {
    leaf = from;
    steps = 0;
    long node = from;
    while (node != top && (steps == 0 || tree == null || !tree.known(node))) {
      if (!fetch(Bin.sibling(node), tree, claims)) {
        return false;
      }
      steps++;
      node = Bin.parent(node);
    }
    end = node;
    return true;
  }

  private boolean fetch(long sibling, HashTree tree, Claims claims) {
    if (tree != null && tree.known(sibling)) {
      tree.get(sibling, siblings, steps * length);
      return true;
    }
    int claim = claims.find(sibling);
    if (claim < 0) {
      return false;
    }
    System.arraycopy(claims.hashes(), claims.at(claim), siblings, steps * length, length);
    return true;
  }

  /** Returns the node that the way ends with. */
  long end() {
    return end;
  }

  /** Hashes the chunk and all nodes of the way. */
  void hash(ByteBuffer d, int offset, int bytes) {
    hasher.hash(d, offset, bytes, nodes, 0);
    long node = leaf;
    for (int i = 0; i < steps; i++) {
      int at = i * length;
      if (Bin.isLeft(node)) {
        hasher.hashPair(nodes, at, siblings, at, nodes, at + length);
      } else {
        hasher.hashPair(siblings, at, nodes, at, nodes, at + length);
      }
      node = Bin.parent(node);
    }
  }

  /** Tells whether a chunk has this known hash. */
  boolean matchesLeaf(long known, HashTree tree, ByteBuffer d, int offset, int bytes) {
    hasher.hash(d, offset, bytes, nodes, 0);
    return tree.matches(known, nodes, 0);
  }

  /** Tells whether the end's hash has come out as the known one. */
  boolean endMatches(HashTree tree) {
    return tree.matches(end, nodes, steps * length);
  }

  /** Tells whether the end's hash has come out as this one. */
  boolean endMatches(byte[] hash, int offset) {
    int at = steps * length;
    return Arrays.equals(nodes, at, at + length, hash, offset, offset + length);
  }

  /** Keeps all hashes of the way below its end. */
  void keep(HashTree tree) {
    long node = leaf;
    for (int i = 0; i < steps; i++) {
      tree.put(node, nodes, i * length);
      tree.put(Bin.sibling(node), siblings, i * length);
      node = Bin.parent(node);
    }
    tree.put(end, nodes, steps * length);
  }
}

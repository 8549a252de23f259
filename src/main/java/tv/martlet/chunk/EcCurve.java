package tv.martlet.chunk;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;

/** One of the two curves of RFC 6605: points to and from the bytes of a DNSKEY record, x‖y. */
final class EcCurve {
  static final EcCurve P256 = new EcCurve("secp256r1", 32);
  static final EcCurve P384 = new EcCurve("secp384r1", 48);

  private final String name;
  private final int coordinateLength;
  private final ECParameterSpec parameters;
  private final BigInteger prime;

  private EcCurve(String name, int coordinateLength) {
    this.name = name;
    this.coordinateLength = coordinateLength;
    try {
      AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
      named.init(new ECGenParameterSpec(name));
      parameters = named.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java does not know the curve " + name, e);
    }
    prime = ((ECFieldFp) parameters.getCurve().getField()).getP();
  }

  static EcCurve of(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm.ECDSAP256SHA256 ? P256 : P384;
  }

  String name() {
    return name;
  }

  ECParameterSpec parameters() {
    return parameters;
  }

  /** Reads a point: RFC 6605 §4, the simple concatenation of the coordinates. */
  ECPoint point(byte[] bytes, int offset) {
    return new ECPoint(
        new BigInteger(1, bytes, offset, coordinateLength),
        new BigInteger(1, bytes, offset + coordinateLength, coordinateLength));
  }

  /** Writes a point. */
  byte[] field(ECPoint point) {
    byte[] field =
        Arrays.copyOf(unsigned(point.getAffineX(), coordinateLength), 2 * coordinateLength);
    System.arraycopy(
        unsigned(point.getAffineY(), coordinateLength),
        0,
        field,
        coordinateLength,
        coordinateLength);
    return field;
  }

  /** Tells whether y² = x³ + ax + b. */
  boolean contains(ECPoint point) {
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0) {
      return false;
    }
    BigInteger a = parameters.getCurve().getA();
    BigInteger b = parameters.getCurve().getB();
    return y.multiply(y).mod(prime).equals(x.multiply(x).add(a).multiply(x).add(b).mod(prime));
  }

  /**
   * Returns the public point of a private number: a multiple of the curve's generator, by doubling
   * and adding.
   */
  ECPoint multiple(BigInteger number) {
    ECPoint sum = ECPoint.POINT_INFINITY;
    for (int bit = number.bitLength() - 1; bit >= 0; bit--) {
      sum = add(sum, sum);
      if (number.testBit(bit)) {
        sum = add(sum, parameters.getGenerator());
      }
    }
    return sum;
  }

  private ECPoint add(ECPoint p, ECPoint q) {
    if (p.equals(ECPoint.POINT_INFINITY)) {
      return q;
    }
    if (q.equals(ECPoint.POINT_INFINITY)) {
      return p;
    }
    BigInteger slope = slope(p, q);
    BigInteger x =
        slope.multiply(slope).subtract(p.getAffineX()).subtract(q.getAffineX()).mod(prime);
    BigInteger y = slope.multiply(p.getAffineX().subtract(x)).subtract(p.getAffineY()).mod(prime);
    return new ECPoint(x, y);
  }

  private BigInteger slope(ECPoint p, ECPoint q) {
    BigInteger x = p.getAffineX();
    if (p.equals(q)) {
      BigInteger rise =
          x.multiply(x).multiply(BigInteger.valueOf(3)).add(parameters.getCurve().getA());
      return rise.multiply(p.getAffineY().shiftLeft(1).modInverse(prime)).mod(prime);
    }
    BigInteger rise = q.getAffineY().subtract(p.getAffineY());
    return rise.multiply(q.getAffineX().subtract(x).modInverse(prime)).mod(prime);
  }

  /** Returns a non-negative number as exactly so many big-endian bytes. */
  static byte[] unsigned(BigInteger number, int length) {
    byte[] signed = number.toByteArray();
    byte[] bytes = new byte[length];
    int take = Math.min(length, signed.length);
    System.arraycopy(signed, signed.length - take, bytes, length - take, take);
    return bytes;
  }
}

package tv.martlet.chunk;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;

/**
 * How one signature algorithm is called in JCA, and how its signatures look there and on the wire.
 */
enum KeyForm {
  RSASHA1("RSA", "SHA1withRSA", 0),
  RSASHA256("RSA", "SHA256withRSA", 0),
  ECDSAP256SHA256("EC", "SHA256withECDSA", 32),
  ECDSAP384SHA384("EC", "SHA384withECDSA", 48),
  ED25519("Ed25519", "Ed25519", 0);

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private final String keyName;
  private final String signatureName;
  private final int half; // length of each of an ECDSA signature's two numbers

  KeyForm(String keyName, String signatureName, int half) {
    this.keyName = keyName;
    this.signatureName = signatureName;
    this.half = half;
  }

  static KeyForm of(SignatureAlgorithm algorithm) {
    return valueOf(algorithm.name());
  }

  String keyName() {
    return keyName;
  }

  Signature signature() throws GeneralSecurityException {
    return Signature.getInstance(signatureName, Crypto.provider("Signature", signatureName));
  }

  /**
   * Turns a signature of the wire into JCA's. ECDSA: r‖s of fixed width (RFC 6605 §4) into a DER
   * sequence.
   */
  byte[] toJca(byte[] wire) {
    if (half == 0) {
      return wire;
    }
    byte[] r = new BigInteger(1, wire, 0, half).toByteArray();
    byte[] s = new BigInteger(1, wire, half, half).toByteArray();
    byte[] der = new byte[6 + r.length + s.length]; // at most 104: each length fits one octet
    der[0] = SEQUENCE;
    der[1] = (byte) (der.length - 2);
    putInteger(der, 2, r);
    putInteger(der, 4 + r.length, s);
    return der;
  }

  private static void putInteger(byte[] der, int offset, byte[] number) {
    der[offset] = INTEGER;
    der[offset + 1] = (byte) number.length;
    System.arraycopy(number, 0, der, offset + 2, number.length);
  }

  /** Turns a signature of JCA's into the wire's. */
  byte[] toWire(byte[] jca) throws SignatureException {
    if (half == 0) {
      return jca;
    }
    int rLength = jca[3];
    int sLength = jca[5 + rLength];
    if (jca[0] != SEQUENCE || jca[2] != INTEGER || jca[4 + rLength] != INTEGER) {
      throw new SignatureException("no DER sequence of two integers");
    }
    byte[] r = EcCurve.unsigned(new BigInteger(jca, 4, rLength), half);
    byte[] s = EcCurve.unsigned(new BigInteger(jca, 6 + rLength, sLength), half);
    return ByteBuffer.allocate(2 * half).put(r).put(s).array();
  }
}

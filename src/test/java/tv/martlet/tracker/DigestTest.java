package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestTest {
  private static final DigestUsers USERS =
      new DigestUsers("martlet", Map.of("box", "pass word"), true);
  private final DigestGate gate = new DigestGate(USERS, new Random(5));
  private final DigestAnswer answer =
      new DigestAnswer(new DigestCredentials("box", "pass word"), new Random(6));

  /** The examples of RFC 7616 §3.9.1. */
  @Test
  void theExamplesOfTheRfc() {
    DigestHash.Proof proof =
        new DigestHash.Proof(
            "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            "00000001",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    String[] user = {"Mufasa", "http-auth@example.org", "Circle of Life"};
    String[] line = {"GET", "/dir/index.html"};
    assertEquals(
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        DigestHash.SHA_256.response(
            DigestHash.SHA_256.hex(user), DigestHash.SHA_256.hex(line), proof));
    assertEquals(
        "8ca523f5e9506fed4657c9700eebdbec",
        DigestHash.MD5.response(DigestHash.MD5.hex(user), DigestHash.MD5.hex(line), proof));
  }

  private List<String> challenge(long now) {
    DigestGate.Verdict verdict = gate.check(null, "POST", "/live", now);
    assertEquals(Optional.empty(), verdict.user());
    return verdict.challenges();
  }

  private DigestGate.Verdict check(String header, long now) {
    return gate.check(header, "POST", "/live", now);
  }

  private static boolean stale(DigestGate.Verdict verdict) {
    return verdict.user().isEmpty()
        && verdict.challenges().stream().allMatch(one -> one.contains("stale=true"));
  }

  @Test
  void theStrongerAlgorithmStandsFirstAndIsTaken() {
    List<String> challenges = challenge(0);
    assertEquals(2, challenges.size());
    assertTrue(challenges.get(0).contains("algorithm=SHA-256"));
    assertTrue(answer.challenged(List.of(challenges.get(1), challenges.get(0)), false));
    String header = answer.header("POST", "/live").orElseThrow();
    assertTrue(header.contains("algorithm=SHA-256"), header);
    assertEquals(Optional.of("box"), check(header, 1).user());
  }

  @Test
  void md5IsForThoseWhoKnowNoBetterAndCanBeTurnedOff() {
    assertTrue(answer.challenged(List.of(challenge(0).get(1)), false));
    String header = answer.header("POST", "/live").orElseThrow();
    assertEquals(Optional.of("box"), check(header, 1).user());
    DigestGate strict =
        new DigestGate(new DigestUsers("martlet", USERS.passwords(), false), new Random(5));
    assertEquals(1, strict.check(null, "POST", "/live", 0).challenges().size());
    assertEquals(Optional.empty(), strict.check(header, "POST", "/live", 1).user());
  }

  @Test
  void aProofIsGoodOnceForOneRequestLine() {
    answer.challenged(challenge(0), false);
    String header = answer.header("POST", "/live").orElseThrow();
    assertEquals(Optional.empty(), gate.check(header, "GET", "/live", 1).user());
    assertEquals(Optional.empty(), gate.check(header, "POST", "/other", 1).user());
    assertEquals(Optional.of("box"), check(header, 1).user());
    assertTrue(stale(check(header, 1)), "a replay");
    assertEquals(Optional.of("box"), check(answer.header("POST", "/live").orElseThrow(), 1).user());
  }

  @Test
  void countsMayComeOutOfOrderButNotTwice() {
    answer.challenged(challenge(0), false);
    String first = answer.header("POST", "/live").orElseThrow();
    String second = answer.header("POST", "/live").orElseThrow();
    assertEquals(Optional.of("box"), check(second, 1).user());
    assertEquals(Optional.of("box"), check(first, 1).user());
    assertTrue(stale(check(first, 1)));
    assertTrue(stale(check(second, 1)));
  }

  @Test
  void aNonceGrowsOld() {
    answer.challenged(challenge(0), false);
    assertTrue(
        stale(check(answer.header("POST", "/live").orElseThrow(), DigestNonces.LIFETIME_MILLIS)));
    assertTrue(answer.challenged(challenge(DigestNonces.LIFETIME_MILLIS), false));
  }

  @Test
  void aNonceIsUsedUp() {
    answer.challenged(challenge(0), false);
    for (int i = 0; i < DigestNonces.MOST_USES; i++) {
      assertEquals(
          Optional.of("box"), check(answer.header("POST", "/live").orElseThrow(), 1).user());
    }
    assertTrue(stale(check(answer.header("POST", "/live").orElseThrow(), 1)));
  }

  @Test
  void noncesOfOthersAndWrongPasswords() {
    answer.challenged(challenge(0), false);
    String good = answer.header("POST", "/live").orElseThrow();
    DigestGate other = new DigestGate(USERS, new Random(99));
    assertTrue(stale(other.check(good, "POST", "/live", 1)), "as after a restart");
    DigestAnswer wrong = new DigestAnswer(new DigestCredentials("box", "guess"), new Random(6));
    wrong.challenged(challenge(0), false);
    DigestGate.Verdict verdict = check(wrong.header("POST", "/live").orElseThrow(), 1);
    assertEquals(Optional.empty(), verdict.user());
    assertFalse(stale(verdict));
    assertFalse(wrong.challenged(verdict.challenges(), true), "no use to try the same again");
    DigestAnswer nobody = new DigestAnswer(new DigestCredentials("who", "x"), new Random(6));
    nobody.challenged(challenge(0), false);
    assertFalse(stale(check(nobody.header("POST", "/live").orElseThrow(), 1)));
  }

  @Test
  void rememberedNoncesAreBoundedAndWhatIsForgottenIsStale() {
    DigestNonces nonces = new DigestNonces(new Random(1));
    String first = nonces.make(0);
    assertTrue(nonces.use(first, 1, 0));
    for (int i = 1; i <= DigestNonces.MOST_REMEMBERED; i++) {
      assertTrue(nonces.use(nonces.make(i), 1, i));
      assertTrue(nonces.remembered() <= DigestNonces.MOST_REMEMBERED);
    }
    assertFalse(nonces.fresh(first, 1), "its counts are forgotten, so it must not be taken again");
  }

  @Test
  void headersThatAreNone() {
    for (String header :
        new String[] {
          "",
          "Basic Zm9v",
          "Digest",
          "Digest ",
          "Digest x",
          "Digest x=",
          "Digest x=1,x=2",
          "Digest username=\"box",
          "Digest =",
          "Digest " + "a=1,".repeat(1000),
          "Digest username=\"box\", nc=zzzzzzzz",
          "Digest " + "\\".repeat(2000)
        }) {
      assertEquals(Optional.empty(), check(header, 0).user(), header);
    }
    assertEquals(
        Map.of("a", "x\"y", "b", "2"),
        AuthHeader.parse("digest  a=\"x\\\"y\" , b=2").orElseThrow().parameters());
  }

  @Test
  void namesAndRealmsThatDoNotFitAHeader() {
    assertThrows(IllegalArgumentException.class, () -> new DigestCredentials("bö", "x"));
    assertThrows(IllegalArgumentException.class, () -> new DigestUsers("a\"b", Map.of(), true));
    assertFalse(new DigestCredentials("box", "secret").toString().contains("secret"));
    assertFalse(USERS.toString().contains("pass"));
  }
}

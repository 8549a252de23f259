package tv.martlet;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms (packages), the arrows allowed between them, and the habits that a machine can see. */
class RoomsTest {
  private static final String ROOT = "tv.martlet.";
  private static final Path SOURCES = Path.of("src/main/java/tv/martlet");
  private static final int MAX_LINES = 400;
  private static final int MAX_PARAMETERS = 5;

  /** Each room and what it may import of ours; further rules narrow some of it. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("cli", Set.of("node", "config", "sim", "chunk", "wire")),
          entry(
              "node",
              Set.of(
                  "config", "wire", "chunk", "peer", "net", "tracker", "media", "player", "http",
                  "remote", "board", "sim")),
          entry(
              "config",
              Set.of(
                  "chunk", "peer", "net", "tracker", "media", "player", "http", "remote", "board")),
          entry("wire", Set.of("chunk")),
          entry("chunk", Set.of()),
          entry("peer", Set.of("wire", "chunk")),
          entry("net", Set.of("peer", "wire")),
          entry("tracker", Set.of()),
          entry("media", Set.of()),
          entry("player", Set.of()),
          entry("http", Set.of()),
          entry("remote", Set.of()),
          entry("board", Set.of()),
          entry("sim", Set.of("peer", "wire", "chunk", "tracker")));

  /** Rooms that the same seed must drive through the same states. */
  private static final String[] SEEDED = {
    ROOT + "peer..", ROOT + "chunk..", ROOT + "wire..", ROOT + "sim.."
  };

  /** What {@code config} hands out, and so what {@code cli} may read of every room. */
  private static final DescribedPredicate<JavaClass> SETTINGS =
      describe("settings records", c -> outer(c).endsWith("Settings"));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("tv.martlet");

  static Stream<String> rooms() {
    return ARROWS.keySet().stream().sorted();
  }

  @Test
  void everyRoomStandsInTheTable() {
    Set<String> rooms = new TreeSet<>();
    for (JavaClass c : OURS) {
      if (!c.getPackageName().equals("tv.martlet")) {
        rooms.add(c.getPackageName().substring(ROOT.length()));
      }
    }
    rooms.removeAll(ARROWS.keySet());
    assertEquals(Set.of(), rooms, "rooms that the table of arrows does not know");
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void followsTheArrows(String room) {
    String[] allowed =
        Stream.concat(Stream.of(room), ARROWS.get(room).stream())
            .map(r -> ROOT + r)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + room)
        .should(
            onlyDependOnClassesThat(
                not(resideInAPackage("tv.martlet.."))
                    .or(resideInAnyPackage(allowed))
                    .or(room.equals("cli") ? SETTINGS : alwaysFalse())))
        .allowEmptyShould(true)
        .check(OURS);
  }

  @Test
  void hasNoCycles() {
    slices().matching("tv.martlet.(*)..").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void settingsKnowTheSettingsRecordsOnly() {
    classes()
        .that()
        .resideInAPackage(ROOT + "config")
        .should(
            onlyDependOnClassesThat(
                not(resideInAPackage("tv.martlet.."))
                    .or(resideInAPackage(ROOT + "config"))
                    .or(SETTINGS)))
        .check(OURS);
  }

  /** Addresses, identifiers and code points; not stores, trees or keys. */
  @Test
  void messagesKnowAddressValuesOnly() {
    Set<String> values =
        Set.of("Bin", "ChunkAddressing", "SwarmId", "NtpTime", "SwarmMetadata", "ChunkRanges");
    classes()
        .that()
        .resideInAPackage(ROOT + "wire")
        .should(
            onlyDependOnClassesThat(
                not(resideInAPackage(ROOT + "chunk"))
                    .or(describe("enums", JavaClass::isEnum))
                    .or(describe("address values", c -> values.contains(c.getSimpleName())))))
        .check(OURS);
  }

  /** The ranking of peers with the records that it reads: no server, no client, no store. */
  @Test
  void theSimulationRanksPeersAsTheTrackerDoes() {
    Set<String> ranking =
        Set.of(
            "HelperRanking",
            "PeerRanking",
            "Candidate",
            "Tellings",
            "PeerMode",
            "PeerNum",
            "StreamStats",
            "NatAbility",
            "PeerAddress",
            "AddressType");
    classes()
        .that()
        .resideInAPackage(ROOT + "sim")
        .should(
            onlyDependOnClassesThat(
                not(resideInAPackage(ROOT + "tracker"))
                    .or(describe("the ranking", c -> ranking.contains(outer(c))))))
        .allowEmptyShould(true)
        .check(OURS);
  }

  /** The two verbs that show files and bytes need no node; every other verb asks one. */
  @Test
  void onlyKeygenAndInspectLookIntoChunksAndMessages() {
    Set<String> exempt = Set.of("KeygenVerb", "InspectVerb", "SwarmDescription", "CapturePrinter");
    noClasses()
        .that()
        .resideInAPackage(ROOT + "cli")
        .and(not(describe("of keygen and inspect", c -> exempt.contains(outer(c)))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "chunk", ROOT + "wire")
        .check(OURS);
  }

  private static String outer(JavaClass c) {
    return c.getEnclosingClass().map(RoomsTest::outer).orElse(c.getSimpleName());
  }

  @Test
  void socketsStayInTheirRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "net", ROOT + "tracker", ROOT + "http", ROOT + "node")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(OURS);
    // node makes the loops that net, tracker and http share, and nothing else of Netty.
    classes()
        .that()
        .resideInAPackage(ROOT + "node")
        .should(
            onlyDependOnClassesThat(
                not(resideInAPackage("io.netty.."))
                    .or(resideInAPackage("io.netty.util.."))
                    .or(describe("event loops", RoomsTest::isLoop))))
        .allowEmptyShould(true)
        .check(OURS);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "net")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.netty..")
                .and(describe("datagrams", c -> c.getSimpleName().contains("Datagram"))))
        .check(OURS);
  }

  private static boolean isLoop(JavaClass c) {
    return c.getPackageName().startsWith("io.netty.channel")
        && (c.getSimpleName().matches(".*(EventLoop|EventLoopGroup|IoHandler|IoHandlerFactory)")
            || c.getSimpleName().equals("Epoll"));
  }

  @Test
  void librariesStayInTheirRooms() {
    onlyIn("remote", "org.eclipse.paho..");
    onlyIn("board", "com.pi4j..");
    onlyIn("chunk", "org.conscrypt..");
    onlyIn("cli", "picocli..");
    // Settings and the scenarios of the simulator are both TOML.
    onlyIn(List.of("config", "sim"), "com.electronwill..");
  }

  private static void onlyIn(String room, String library) {
    onlyIn(List.of(room), library);
  }

  private static void onlyIn(List<String> rooms, String library) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms.stream().map(room -> ROOT + room).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(OURS);
  }

  @Test
  void theEngineHasNoThreadAndNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "peer")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.io..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.util.concurrent..",
                    "org.tinylog..")
                .or(describe("threads", c -> c.isEquivalentTo(Thread.class))))
        .check(OURS);
  }

  @Test
  void timeAndChanceArePassedIn() {
    noClasses()
        .that()
        .resideInAnyPackage(SEEDED)
        .should()
        .accessTargetWhere(describe("asks for the time", RoomsTest::asksForTime))
        .orShould()
        .accessTargetWhere(describe("throws unseeded dice", RoomsTest::throwsDice))
        .check(OURS);
  }

  private static boolean asksForTime(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    if (owner.equals("java.lang.System")) {
      return name.equals("nanoTime") || name.equals("currentTimeMillis");
    }
    if (owner.startsWith("java.time.")) {
      return name.equals("now") || name.startsWith("system") || name.startsWith("tick");
    }
    return owner.equals("java.util.Date") && isPlainConstructor(access);
  }

  private static boolean throwsDice(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    return switch (owner) {
      case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.util.Random", "java.util.SplittableRandom" -> isPlainConstructor(access);
      case "java.util.concurrent.ThreadLocalRandom" -> true;
      case "java.util.random.RandomGenerator" -> Set.of("of", "getDefault").contains(name);
      // A subclass that gives known bytes calls its parent's constructor: that throws no dice.
      case "java.security.SecureRandom" ->
          name.startsWith("getInstance")
              || (isPlainConstructor(access)
                  && !access.getOriginOwner().isAssignableTo("java.security.SecureRandom"));
      case "java.util.Collections" ->
          name.equals("shuffle") && access.getDescription().contains("(java.util.List)>");
      default -> false;
    };
  }

  private static boolean isPlainConstructor(JavaAccess<?> access) {
    return access.getTarget().getFullName().endsWith("<init>()");
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses().should().haveNameMatching(".*(Utils?|Manager|Helper|Impl|Common|Misc)").check(OURS);
    noClasses().should().resideInAnyPackage("..util..", "..impl..", "..common..").check(OURS);
  }

  /** Constructors excepted: a record's lists what it holds. */
  @Test
  void methodsTakeFewParameters() {
    // Two that take bytes as array or buffer with offset, on the path where nothing may be made.
    Set<String> exempt = Set.of("hashPair", "signature");
    Set<String> many = new TreeSet<>();
    for (JavaClass c : OURS) {
      for (JavaMethod m : c.getMethods()) {
        if (m.getRawParameterTypes().size() > MAX_PARAMETERS
            && !m.getName().contains("$") // made by the compiler
            && !exempt.contains(m.getName())) {
          many.add(m.getFullName());
        }
      }
    }
    assertEquals(Set.of(), many, "methods of more than " + MAX_PARAMETERS + " parameters");
  }

  @Test
  void everyRoomSaysItsPurpose() throws IOException {
    try (Stream<Path> tree = Files.walk(SOURCES)) {
      List<Path> rooms = tree.filter(Files::isDirectory).toList();
      assertTrue(rooms.size() > 2, "sources at " + SOURCES.toAbsolutePath());
      for (Path room : rooms) {
        assertTrue(Files.exists(room.resolve("package-info.java")), "package-info of " + room);
      }
    }
  }

  @Test
  void classesAreSmall() throws IOException {
    Set<String> large = new TreeSet<>();
    try (Stream<Path> tree = Files.walk(SOURCES)) {
      for (Path file : tree.filter(f -> f.toString().endsWith(".java")).toList()) {
        int lines = Files.readAllLines(file).size();
        if (lines >= MAX_LINES) {
          large.add(file + ": " + lines);
        }
      }
    }
    assertEquals(Set.of(), large, "sources of " + MAX_LINES + " lines or more");
  }
}

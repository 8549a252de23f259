package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tv.martlet.sim.TomlReader.BadTomlException;
import tv.martlet.sim.TomlReader.Entry;

class TomlReaderTest {
  @Test
  void readsTablesAndKeysWithTheirLines() throws BadTomlException {
    String text =
        """
        # a comment
        a = 1 # another

        [t]
        b.c = -2.5e3
        [[u]]
        d = [1, [2, 'x'], # over
          3.0,
        ]\t
          [[ u ]]
        d = "q\\"\\\\\\t\\n#"
        e=true
        """;
    assertEquals(
        List.of(
            new Entry("a", 1L, 2),
            new Entry("t", null, 4),
            new Entry("t.b.c", -2500.0, 5),
            new Entry("u[0]", null, 6),
            new Entry("u[0].d", List.of(1L, List.of(2L, "x"), 3.0), 7),
            new Entry("u[1]", null, 10),
            new Entry("u[1].d", "q\"\\\t\n#", 11),
            new Entry("u[1].e", true, 12)),
        TomlReader.read(text));
  }

  @Test
  void readsAnyLineEnd() throws BadTomlException {
    assertEquals(List.of(), TomlReader.read(""));
    assertEquals(List.of(), TomlReader.read("\r\n # x"));
    assertEquals(
        List.of(new Entry("a", 1_000L, 1), new Entry("b", 2L, 2)),
        TomlReader.read("a = 1_000\r\nb = 2"));
  }

  @Test
  void aNumberBeyondALongIsNotWrappedAround() throws BadTomlException {
    assertEquals(List.of(new Entry("a", 0x1p64, 1)), TomlReader.read("a = 18446744073709551617"));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("a", 1, "expected = after the key a"),
        arguments("\n= 3", 2, "expected a key of letters, digits, _ and -"),
        arguments("\"a\" = 3", 1, "expected a key of letters, digits, _ and -"),
        arguments("a =", 1, "expected a number, a \"text\" or a [list]"),
        arguments("a = { b = 3 }", 1, "expected a number, a \"text\" or a [list]"),
        arguments(
            "a = 1979-05-27", 1, "expected a number, a \"text\" or a [list], found 1979-05-27"),
        arguments("a = nan", 1, "expected a number, a \"text\" or a [list], found nan"),
        arguments("a = 1 b = 2", 1, "expected the end of the line, found b"),
        arguments("a = 1\u0001", 1, "expected the end of the line, found a control character"),
        arguments("a = 'x\n'", 1, "the text does not end on its line: close it with '"),
        arguments("a = \"x", 1, "the text does not end on its line: close it with \""),
        arguments(
            "a = \"\\u0041\"", 1, "expected \\\", \\\\, \\t or \\n after the backslash in a text"),
        arguments("a = [1\n2]", 2, "expected , or ] in the list"),
        arguments("a = [1,\n\n", 3, "the list does not end: close it with ]"),
        arguments("a = [[[[[1]]]]]", 1, "lists are nested deeper than 4: flatten them"),
        arguments("\n[a", 2, "expected ] after the table's name"),
        arguments("[[a]", 1, "expected ]] after the table's name"),
        arguments("a = 1\na = 2", 2, "a is there twice: remove one"),
        arguments("[a]\nb.c = 1\n[a]", 3, "a is there twice: remove one"),
        arguments("a.b = 1\n[a]\nb = 1", 3, "a.b is there twice: remove one"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatIsWrongAndWhere(String text, int line, String message) {
    BadTomlException bad = assertThrows(BadTomlException.class, () -> TomlReader.read(text));
    assertEquals(message, bad.getMessage());
    assertEquals(line, bad.line());
  }

  @Test
  void countsItsKeysAndValues() throws BadTomlException {
    int most = TomlReader.MAX_ENTRIES;
    assertEquals(most, TomlReader.read("[[a]]\n".repeat(most)).size());
    String tooMany = "[[a]]\n".repeat(most + 1);
    BadTomlException keys = assertThrows(BadTomlException.class, () -> TomlReader.read(tooMany));
    assertEquals("more than 1000 keys: remove some", keys.getMessage());
    assertEquals(most + 1, keys.line());
    assertEquals(1, TomlReader.read("a = [" + "1,".repeat(most) + "]").size());
    String tooLong = "a = [" + "1,".repeat(most) + "1]";
    BadTomlException list = assertThrows(BadTomlException.class, () -> TomlReader.read(tooLong));
    assertEquals("a list of more than 1000 values: shorten it", list.getMessage());
  }

  @Test
  void fourListsInAListAreReadAndLongKeysAreNot() throws BadTomlException {
    assertEquals(1, TomlReader.read("a = [[[[1]]]]").size());
    assertEquals(1, TomlReader.read("k".repeat(64) + " = 1").size());
    assertThrows(BadTomlException.class, () -> TomlReader.read("k".repeat(65) + " = 1"));
    assertEquals(1, TomlReader.read("kkk.".repeat(31) + "kkkk = 1").size());
    String dotted = "kkk.".repeat(31) + "kkkkk = 1";
    BadTomlException key = assertThrows(BadTomlException.class, () -> TomlReader.read(dotted));
    assertEquals("a key of more than 128 characters: shorten it", key.getMessage());
  }
}

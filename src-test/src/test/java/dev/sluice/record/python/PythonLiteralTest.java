package dev.sluice.record.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
    private static PythonTuple tuple(Object... items) {
        return new PythonTuple(List.of(items));
    }

    @Test
    void tuplesListsDictsAndScalarsParse() {
        assertEquals(tuple(), PythonLiteral.parse("()"));
        assertEquals(tuple(1L), PythonLiteral.parse(" ( 1 , ) "));
        assertEquals(1L, PythonLiteral.parse("(1)"));
        assertEquals(tuple(1L, -2L, 3L), PythonLiteral.parse("(1,-2,+3L,)"));
        assertEquals(List.of("a", tuple("b", 2L)), PythonLiteral.parse("['a', (\"b\", 2)]"));
        assertEquals(
                Map.of("x", true, "y", false, "z", PythonLiteral.NONE),
                PythonLiteral.parse("{'x': True, 'y': False, 'z': None, }\n"));
        assertEquals(Long.MAX_VALUE, PythonLiteral.parse("9223372036854775807"));
    }

    @Test
    void stringsTakeAllEscapesAndPrefixes() {
        assertEquals("a'b\"c\\", PythonLiteral.parse("'a\\'b\\\"c\\\\'"));
        assertEquals("\u0007\b\f\n\r\t\u000b", PythonLiteral.parse("'\\a\\b\\f\\n\\r\\t\\v'"));
        assertEquals("\0S7A8", PythonLiteral.parse("'\\0\\1237\\x418'"));
        assertEquals("é€😀", PythonLiteral.parse("u'\\xe9\\u20ac\\U0001F600'"));
        assertEquals("\\u20ac", PythonLiteral.parse("b'\\u20ac'"));
        assertEquals("\\q", PythonLiteral.parse("'\\q'"));
        assertEquals("it's", PythonLiteral.parse("\"it's\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``;0",
                "`[1 2]`;3",
                "`[1,,2]`;3",
                "`{'a' 1}`;5",
                "`{'a': 1 'b': 2}`;8",
                "`(1`;2",
                "`'abc`;0",
                "`'a\\x4'`;2",
                "`'\\U00110000'`;1",
                "`'\\N{DIGIT ONE}'`;1",
                "`__import__('os')`;0",
                "`1 + 1`;2",
                "`9223372036854775808`;0",
                "`Truth`;0",
                "`[1] x`;4",
                "`-`;0"
            })
    void anythingElseIsRefusedWithItsPosition(String text, int position) {
        LiteralException error = assertThrows(LiteralException.class, () -> PythonLiteral.parse(text));
        assertEquals(position, error.position(), error.getMessage());
        assertTrue(error.getMessage().endsWith(" at position " + position), error.getMessage());
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        assertThrows(LiteralException.class, () -> PythonLiteral.parse("(".repeat(1_000_000)));
        assertThrows(LiteralException.class, () -> PythonLiteral.parse("[".repeat(33) + "]".repeat(33)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "plain 'plain'",
                "it's \"it's\"",
                "say\"it\" 'say\"it\"'",
                "bo'th\" 'bo\\'th\"'",
                "é 'é'",
                "😀 '😀'",
                "a\\b 'a\\\\b'"
            })
    void quotesAsPythonDoes(String value, String repr) {
        assertEquals(repr, PythonLiteral.quote(value));
    }

    @Test
    void unprintableCharactersAreEscapedAsPythonDoes() {
        assertEquals(
                "'\\n\\r\\t\\x00\\x7f\\xa0\\xad\\u200b\\u2028\\ud800\\U000e0001'",
                PythonLiteral.quote("\n\r\t\0\u007f\u00a0\u00ad\u200b\u2028\ud800" + Character.toString(0xE0001)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyStringSurvivesQuotingAndParsing(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 2_000; trial++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                int limit = random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1;
                int character = random.nextInt(limit);
                text.appendCodePoint(Character.getType(character) == Character.SURROGATE ? '?' : character);
            }
            assertEquals(text.toString(), PythonLiteral.parse(PythonLiteral.quote(text.toString())), "seed=" + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void randomTextNeverRaisesAnythingElse(long seed) {
        Random random = new Random(seed);
        String alphabet = "()[]{},:'\"\\xuU0179LTrueFalsNone -+b\n";
        for (int trial = 0; trial < 50_000; trial++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                PythonLiteral.parse(text.toString());
            } catch (LiteralException e) {
                assertTrue(e.position() <= text.length(), () -> "seed=" + seed + " text=" + text);
            } catch (RuntimeException e) {
                fail("seed=" + seed + " text=" + text, e);
            }
        }
    }
}

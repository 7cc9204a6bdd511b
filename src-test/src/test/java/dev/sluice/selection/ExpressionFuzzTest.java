package dev.sluice.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.RandomText;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// C7: whatever a user writes as a selection or as columns is understood, or refused by the exception that is promised:
/// with the place, and never by what the parser itself trips over.
final class ExpressionFuzzTest {
    private static final List<String> WORDS = List.of(
            "a",
            "b",
            "c",
            "d",
            "e",
            "time",
            "endtime",
            "wave",
            "wave[",
            "area[0]",
            "40:90",
            "]",
            "(",
            ")",
            "and",
            "or",
            "not",
            "in",
            "not in",
            "&&",
            "||",
            "!",
            "~",
            "&",
            "|",
            "<",
            "<=",
            "==",
            "!=",
            ">=",
            ">",
            "=",
            "+",
            "-",
            "*",
            "/",
            "%",
            "//",
            "**",
            ",",
            ".",
            ":",
            "1",
            "0",
            "2.5",
            "1e3",
            "0x1F",
            "abs(",
            "isnan(",
            "isfinite(",
            "min(",
            "max(",
            "sum(",
            "len(",
            "true",
            "nan",
            "inf");
    private static final String[] SOUND = {
        "a > 3 and b in (1, 2, 3)",
        "max(wave[40:90]) - min(wave[40:90]) >= 100 or not isnan(c)",
        "sum(wave) % 7 == 0 && len(wave) != 800",
        "d not in [1, -2] and (area[1] + 2 * area[0]) / 3 < 1e3 or endtime - time > 10",
        "~(abs(a) <= 5) | isfinite(c)"
    };
    private static final RecordType[] TYPES = {
        RecordType.of("time:<i8", "endtime:<i8", "a:<i8", "b:<u2", "c:<f4", "d:|i1", "e:<u8", "area:<f4[2]"),
        RecordType.of("time:<i8", "length:<i4", "dt:<i2", "wave:<i2[16]", "a:<u8", "c:<f8"),
        RecordType.of("time:<i8", "a:|u1").instantaneous(),
    };
    private static final int ROWS = 5;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void whatIsWrittenIsUnderstoodOrRefusedWithItsPlace() {
        fuzz(1, 10_000);
    }

    /// As many as `-Dsluice.fuzz.runs` says, from `-Dsluice.fuzz.seed` on.
    @Test
    @Tag("slow")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void soItIsForManyMore() {
        fuzz(Long.getLong("sluice.fuzz.seed", 1_000_000), Long.getLong("sluice.fuzz.runs", 1_000_000));
    }

    private static void fuzz(long first, long runs) {
        int understood = 0;
        for (long seed = first; seed < first + runs; seed++) {
            RandomText texts = new RandomText(seed, WORDS);
            RecordType type = TYPES[texts.random().nextInt(TYPES.length)];
            String text = texts.random().nextInt(3) == 0
                    ? texts.words(20)
                    : texts.mutated(SOUND[texts.random().nextInt(SOUND.length)]);
            try {
                understood += condition(text, type, texts.random()) ? 1 : 0;
                columns(text.split(","), type);
            } catch (Throwable fault) {
                throw new AssertionError("seed=" + seed + ", type " + type.descr() + ", text: " + shown(text), fault);
            }
        }
        assertTrue(
                understood > runs / 200, understood + " of " + runs + " are conditions: the test tests nothing else");
    }

    private static boolean condition(String text, RecordType type, Random random) {
        RecordFilter filter;
        try {
            filter = RecordFilter.parse(text, type);
        } catch (ExpressionException refused) {
            assertTrue(
                    refused.column() >= 1 && refused.column() <= text.length() + 1, () -> "column " + refused.column());
            assertFalse(refused.getMessage().isBlank());
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(ROWS * type.size());
            for (long at = 0; at < memory.byteSize(); at++) {
                memory.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
            }
            Records records = Records.of(type, memory, 0, ROWS);
            for (long row = 0; row < ROWS; row++) {
                try {
                    assertEquals(filter.test(records, row), filter.test(records, row));
                } catch (ArithmeticException beyond) {
                    assertFalse(beyond.getMessage().isBlank());
                }
            }
        }
        return true;
    }

    private static void columns(String[] names, RecordType type) {
        try {
            Columns.keep(type, names);
        } catch (IllegalArgumentException refused) {
            assertEquals(IllegalArgumentException.class, refused.getClass());
        }
    }

    private static String shown(String text) {
        return text.length() < 300 ? text : text.substring(0, 300) + "… (" + text.length() + " characters)";
    }
}

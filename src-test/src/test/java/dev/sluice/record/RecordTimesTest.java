package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordTimes.EndRule;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordTimesTest {
    private static void assertRefused(String reason, RecordType type) {
        String message =
                assertThrows(IllegalArgumentException.class, type::times).getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void theEndComesFromEndtimeIfThereIsOne() {
        RecordType type =
                RecordType.of("time:<i8", "length:<i4", "dt:<i2", "endtime:<i8").instantaneous();
        RecordTimes times = type.times();
        try (Arena arena = Arena.ofConfined()) {
            Records records = Records.allocate(type, 2, arena);
            type.longField("time").set(records, 1, 5);
            type.longField("endtime").set(records, 1, 9);
            assertEquals(EndRule.ENDTIME, times.endRule());
            assertEquals(5, times.start(records, 1));
            assertEquals(9, times.end(records, 1));
            assertEquals(14, times.endtime().orElseThrow().offset());
            assertEquals(0, times.time().offset());
            assertTrue(times.length().isEmpty() && times.dt().isEmpty());
        }
    }

    @Test
    void theEndOfLengthTimesDtIsComputedInInt64() {
        RecordType type = RecordType.of("time:<i8", "length:<i4", "dt:<i2");
        RecordTimes times = type.times();
        try (Arena arena = Arena.ofConfined()) {
            Records records = Records.allocate(type, 1, arena);
            type.longField("time").set(records, 0, 1L << 60);
            type.longField("length").set(records, 0, Integer.MAX_VALUE);
            type.longField("dt").set(records, 0, 1000);
            assertEquals(EndRule.LENGTH_TIMES_DT, times.endRule());
            assertEquals((1L << 60) + 2_147_483_647_000L, times.end(records, 0));
            assertEquals(FieldType.INT16, times.dt().orElseThrow().type());
            assertEquals(8, times.length().orElseThrow().offset());
        }
    }

    /// N11: a length under its other name is a length for times too.
    @Test
    void eventLengthTellsTheEndWhereThereIsNoLength() {
        RecordType type =
                RecordType.of("time:<i8", "event_length:<i4", "dt:<i4").instantaneous();
        RecordType both = RecordType.of("time:<i8", "event_length:<i4", "length:<i4", "dt:<i4");
        try (Arena arena = Arena.ofConfined()) {
            Records records = Records.allocate(type, 1, arena);
            type.longField("time").set(records, 0, 100);
            type.longField("event_length").set(records, 0, 7);
            type.longField("dt").set(records, 0, 4);
            assertEquals(EndRule.LENGTH_TIMES_DT, type.times().endRule());
            assertEquals(128, type.times().end(records, 0));
            assertEquals("length", both.times().length().orElseThrow().name());
        }
    }

    /// N11: an end beyond int64 is refused, whether the product or the sum leaves it.
    @ParameterizedTest
    @CsvSource({
        "9223372036854775800, 100, 2",
        "-9223372036854775800, -100, 2",
        "0, 9223372036854775807, 2",
        "5, -4611686018427387905, 4",
        "1, 3037000500, 3037000500"
    })
    void anEndBeyondInt64IsRefusedAndNeverWraps(long time, long length, long dt) {
        RecordType type = RecordType.of("time:<i8", "length:<i8", "dt:<i8");
        try (Arena arena = Arena.ofConfined()) {
            Records records = Records.allocate(type, 1, arena);
            type.longField("time").set(records, 0, time);
            type.longField("length").set(records, 0, length);
            type.longField("dt").set(records, 0, dt);
            assertFalse(type.times().endsInInt64(records, 0));
            String sentence = assertThrows(
                            ArithmeticException.class, () -> type.times().end(records, 0))
                    .getMessage();
            assertTrue(sentence.contains("beyond int64") && sentence.contains("length=" + length), sentence);
        }
    }

    @Test
    void instantaneousRecordsEndWhenTheyStart() {
        RecordType type = RecordType.of("time:<i8", "peak:<f4").instantaneous();
        try (Arena arena = Arena.ofConfined()) {
            Records records = Records.allocate(type, 1, arena);
            type.longField("time").set(records, 0, -3);
            assertEquals(-3, type.times().end(records, 0));
            assertEquals(EndRule.INSTANTANEOUS, type.times().endRule());
        }
    }

    @Test
    void typesThatDoNotTellTheirTimesAreRefused() {
        assertRefused("declare the type instantaneous()", RecordType.of("time:<i8", "length:<i4"));
        assertRefused("no field 'time'", RecordType.of("t:<i8"));
        assertRefused("times are scalars of <i8", RecordType.of("time:<i4").instantaneous());
        assertRefused("times are scalars of <i8", RecordType.of("time:<i8[2]").instantaneous());
        assertRefused("times are scalars of <i8", RecordType.of("time:<i8", "endtime:<f8"));
        assertRefused("use doubleField", RecordType.of("time:<i8", "length:<f4", "dt:<i2"));
        assertRefused("needs one value", RecordType.of("time:<i8", "length:<i4", "dt:<i2[2]"));
    }

    @Test
    void resolutionsSayTheirUnit() {
        assertEquals("ns", TimeResolution.NANOSECONDS.symbol());
        assertEquals(1_000_000_000_000L, TimeResolution.PICOSECONDS.stepsPerSecond());
    }
}

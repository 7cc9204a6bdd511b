package dev.sluice.formats.wavedump.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleCopyTest {
    private static final long SEED = 42;
    private static final byte POISON = (byte) 0xA5;

    @ParameterizedTest
    @EnumSource(SampleKind.class)
    void samplesAreKeptOrWidenedTheRestIsZeroAndNothingElseIsTouched(SampleKind kind) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(3 + 4 * 40);
            new Random(SEED).ints(source.byteSize()).forEach(fill(source));
            for (int count = 0; count <= 33; count++) {
                for (int from = 0; from < 3; from++) {
                    check(arena, source, from, kind, count, count + 5);
                    check(arena, source, from, kind, count, count);
                }
            }
        }
    }

    @Test
    void longRestIsZeroed() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(8);
            check(arena, source, 0, SampleKind.UNSIGNED_16, 1, 10_001);
        }
    }

    @Test
    void moreSamplesThanTheRecordHoldsAreRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(64);
            Exception error = assertThrows(
                    IllegalArgumentException.class,
                    () -> SampleCopy.copy(segment, 0, SampleKind.UNSIGNED_16, 8, segment, 32, 7));
            assertTrue(error.getMessage().contains("samples=8, record_length=7"), error.getMessage());
        }
    }

    private static java.util.function.IntConsumer fill(MemorySegment segment) {
        int[] at = {0};
        return value -> segment.set(ValueLayout.JAVA_BYTE, at[0]++, (byte) value);
    }

    private static void check(Arena arena, MemorySegment source, int from, SampleKind kind, int count, int length) {
        int guard = 5;
        MemorySegment target = arena.allocate(2 * guard + (long) length * kind.recordBytes());
        target.fill(POISON);
        SampleCopy.copy(source, from, kind, count, target, guard, length);
        String where = "kind=" + kind + " count=" + count + " from=" + from + " seed=" + SEED;
        for (long at = 0; at < target.byteSize(); at++) {
            long inRecord = at - guard;
            byte expected;
            if (inRecord < 0 || inRecord >= (long) length * kind.recordBytes()) {
                expected = POISON;
            } else if (inRecord >= (long) count * kind.recordBytes()) {
                expected = 0;
            } else if (kind == SampleKind.UNSIGNED_8) {
                expected = inRecord % 2 == 0 ? source.get(ValueLayout.JAVA_BYTE, from + inRecord / 2) : 0;
            } else {
                expected = source.get(ValueLayout.JAVA_BYTE, from + inRecord);
            }
            assertEquals(expected, target.get(ValueLayout.JAVA_BYTE, at), where + " at=" + at);
        }
    }
}

package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// E14: a plugin that promises to write every field is held to it, and one that keeps the promise is never blamed.
final class UnwrittenFieldsTest {
    private static final int RECORDS = 4;
    private static final int ROUNDS = 2000;

    /// One of these values equals the noise of the first round wherever that is.
    @ParameterizedTest
    @ValueSource(strings = {"|u1", "|i1"})
    void aPluginThatWritesTheSameByteInEveryChunkIsNotBlamed(String format) {
        RecordType type = RecordType.of("value:" + format);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(RECORDS);
            for (int value = 0; value < 256; value++) {
                UnwrittenFields unwritten = new UnwrittenFields(type);
                for (int round = 0; round < ROUNDS; round++) {
                    unwritten.prepare(memory, 0, RECORDS);
                    memory.fill((byte) value);
                    unwritten.require(memory, RECORDS, "Constant");
                }
            }
        }
    }

    @Test
    void aFieldOfTwoBytesThatIsForgottenIsFoundAfterAFewRecordsWhateverIsWrittenBesideIt() {
        RecordType type = RecordType.of("written:<i8", "forgotten:<i2");
        UnwrittenFields unwritten = new UnwrittenFields(type);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(RECORDS * type.size());
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> {
                for (int round = 0; round < 10; round++) {
                    unwritten.prepare(memory, 0, RECORDS);
                    for (int record = 0; record < RECORDS; record++) {
                        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, (long) record * type.size(), 0);
                    }
                    unwritten.require(memory, RECORDS, "Forgetful");
                }
            });
            assertTrue(refused.getMessage().contains("left 'forgotten' unwritten"), refused.getMessage());
        }
    }

    @Test
    void theGapsBetweenFieldsAreZeros() {
        RecordType type = RecordType.parse("[('small', '|u1'), ('', '|V7'), ('large', '<i8')]");
        UnwrittenFields unwritten = new UnwrittenFields(type);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(type.size());
            unwritten.prepare(memory, 0, 1);
            for (int at = 1; at < 8; at++) {
                assertEquals(0, memory.get(ValueLayout.JAVA_BYTE, at), "at=" + at);
            }
        }
    }
}

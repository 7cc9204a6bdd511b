package dev.sluice.chunk;

import static dev.sluice.chunk.TestChunks.chunk;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ContinuityTest {
    private final Continuity continuity = new Continuity();

    @Test
    void aStreamMayStartAnywhere() {
        continuity.accept(chunk(Long.MIN_VALUE, -5));
        continuity.accept(chunk(-5, -5));
        continuity.accept(chunk(-5, Long.MAX_VALUE));
    }

    @Test
    void aHoleIsRefusedWithBothTimesAndItsWidth() {
        continuity.accept(chunk(0, 100));
        assertBreach(
                chunk(130, 200),
                "a hole between chunks: the last one ended at time=100,"
                        + " hits run_7 [130, 200) 0 records starts at time=130, 30 apart");
    }

    @Test
    void anOverlapIsRefusedWithBothTimesAndItsWidth() {
        continuity.accept(chunk(0, 100));
        assertBreach(
                chunk(99, 200),
                "an overlap between chunks: the last one ended at time=100,"
                        + " hits run_7 [99, 200) 0 records starts at time=99, 1 apart");
    }

    @Test
    void aHoleWiderThanInt64IsStillAHole() {
        continuity.accept(chunk(Long.MIN_VALUE, Long.MIN_VALUE + 1));
        assertBreach(chunk(Long.MAX_VALUE, Long.MAX_VALUE), "a hole");
        assertBreach(chunk(Long.MAX_VALUE, Long.MAX_VALUE), "18446744073709551614 apart");
    }

    @Test
    void anOverlapWiderThanInt64IsStillAnOverlap() {
        continuity.accept(chunk(Long.MAX_VALUE - 1, Long.MAX_VALUE));
        assertBreach(chunk(Long.MIN_VALUE, 0), "an overlap");
    }

    private void assertBreach(Chunk next, String message) {
        String sentence = assertThrows(ChunkLawException.class, () -> continuity.accept(next))
                .getMessage();
        assertTrue(sentence.contains(message), sentence);
    }
}

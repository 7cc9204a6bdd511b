package dev.sluice.chunk;

import static dev.sluice.chunk.TestChunks.chunk;
import static dev.sluice.chunk.TestChunks.lossy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Losses travel with the time that they cover, through everything that is done to chunks.
final class LossTest {
    private static final Loss DROPPED = new Loss(20, 70, "dropped");
    private static final Loss CUT_OFF = new Loss(100, 100, "the file ends in the middle of an event");

    @Test
    void aLossThatEndsBeforeItStartsIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Loss(5, 4, "x"))
                .getMessage();
        assertTrue(message.contains("start=5, end=4"), message);
    }

    @Test
    void aLossHasACause() {
        assertThrows(NullPointerException.class, () -> new Loss(4, 5, null));
    }

    @Test
    void theListOfLossesIsReadOnly() {
        Chunk chunk = lossy(chunk(0, 100), DROPPED);
        assertThrows(UnsupportedOperationException.class, () -> chunk.losses().clear());
    }

    @Test
    void aLossThatIsCutByASplitIsWholeAgainAfterConcatenation() {
        Chunk chunk = lossy(chunk(0, 100), DROPPED, new Loss(40, 60, "noise"));
        Split split = Chunks.split(chunk, 50);
        Chunk whole = Chunks.concatenate(List.of(split.left(), split.right()), Arena.ofAuto());
        assertEquals(chunk.losses(), whole.losses());
    }

    @Test
    void lossesOfDifferentCausesAreNotJoined() {
        Chunk left = lossy(chunk(0, 50), new Loss(40, 50, "dropped"));
        Chunk right = lossy(chunk(50, 100), new Loss(50, 60, "unreadable"));
        assertEquals(
                2,
                Chunks.concatenate(List.of(left, right), Arena.ofAuto())
                        .losses()
                        .size());
    }

    @Test
    void clippingKeepsTheLostPartOfTheRange() {
        Chunk chunk = lossy(chunk(0, 100), DROPPED, CUT_OFF);
        assertEquals(
                List.of(new Loss(50, 60, "dropped")),
                Chunks.clip(chunk, TimeRange.of(50, 60)).losses());
        assertEquals(
                List.of(DROPPED, CUT_OFF),
                Chunks.clip(chunk, TimeRange.UNBOUNDED).losses());
        assertEquals(List.of(), Chunks.clip(chunk, TimeRange.of(80, 90)).losses());
    }

    @Test
    void clippingAChunkWithoutDurationKeepsItsLosses() {
        Chunk chunk = lossy(chunk(100, 100), CUT_OFF);
        assertEquals(List.of(CUT_OFF), Chunks.clip(chunk, TimeRange.UNBOUNDED).losses());
    }

    @Test
    void selectingKeepsTheLostPartOfTheRange() {
        Chunk chunk = lossy(chunk(0, 100), DROPPED);
        Chunk selected = Chunks.select(chunk, TimeRange.of(10, 30), Selection.STARTING_IN, Arena.ofAuto());
        assertEquals(List.of(new Loss(20, 30, "dropped")), selected.losses());
    }

    @Test
    void mergingKeepsTheLossesOfAll() {
        Chunk one = lossy(chunk(0, 100), DROPPED);
        Chunk two = lossy(chunk(0, 100), CUT_OFF);
        assertEquals(
                List.of(DROPPED, CUT_OFF),
                Chunks.merge(List.of(one, two), Arena.ofAuto()).losses());
    }

    @Test
    void detachingKeepsLosses() {
        assertEquals(
                List.of(DROPPED),
                lossy(chunk(0, 100), DROPPED).detach(Arena.ofAuto()).losses());
    }

    @Test
    void narrowingAWindowCutsItsLosses() {
        ChunkWindow window = new ChunkWindow(TestChunks.SPANS);
        window.set(0, 0, 100, "run", "hits");
        window.addLoss(DROPPED);
        window.addLoss(new Loss(90, 95, "late"));
        window.narrow(10, 40);
        assertEquals(List.of(new Loss(20, 40, "dropped")), window.chunk().losses());
        window.set(1, 40, 50, "run", "hits");
        assertEquals(List.of(), window.chunk().losses());
    }
}

package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.OptionValues;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.WaitPolicy;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a slot says belongs to a reader only until it has given the slot back: the slot may be filled anew then.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RingReaderTest {
    private static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();

    private final ChunkPool pool = new ChunkPool(1 << 20);
    private final SlotRing ring = new SlotRing(this::slot, 4, 1, new Berths(WaitPolicy.BALANCED, 4, 1));
    private final RingReaders readers = new RingReaders(
            ring, new StageState(new RunStatus()), "stage", "test_run", new WaitPoint(WaitPolicy.BALANCED));
    private final RingReader reader = readers.reader(0, TYPE, "hits", new WaitPoint(WaitPolicy.BALANCED));

    private Slot slot() {
        RecordSource source = new RecordSource("hits", Records.allocate(TYPE, 0, Arena.ofAuto()));
        return new Slot(
                StagePlan.ofSource(
                        "test_run", TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), List.of()),
                pool);
    }

    @AfterEach
    void everythingIsGivenBack() {
        Failures failures = new Failures();
        ring.release(failures);
        failures.throwFirst();
        assertEquals(0, pool.lentCount());
        pool.close();
    }

    private void compute(Consumer<Slot> filled) {
        Slot slot = ring.next();
        slot.open(0);
        filled.accept(slot);
        ring.publish();
        ring.done(0, ring.claim(0));
    }

    @Test
    void aReaderSeesTheEndOfItsChunks() throws InterruptedException {
        compute(Slot::markLast);
        assertFalse(reader.hasNext());
    }

    @Test
    void aReaderThatHasLeftIsNotToldTheEndOfOthers() {
        compute(Slot::markLast);
        reader.leave(-1);
        assertLeft();
    }

    @Test
    void aReaderThatHasLeftIsNotToldTheFailureOfOthers() {
        compute(slot -> slot.fail(new IllegalArgumentException("of another chunk")));
        reader.leave(-1);
        assertLeft();
    }

    private void assertLeft() {
        String message =
                assertThrows(IllegalStateException.class, reader::hasNext).getMessage();
        assertTrue(message.contains("the reader of hits has left"), message);
    }
}

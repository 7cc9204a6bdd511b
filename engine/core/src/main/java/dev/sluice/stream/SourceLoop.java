package dev.sluice.stream;

import com.lmax.disruptor.RingBuffer;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.Continuity;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;

/// The thread that fills slots from a reader and publishes them; waits while the ring is full.
final class SourceLoop implements Runnable {
    private final StagePlan plan;
    private final ChunkReader reader;
    private final RingBuffer<Slot> ring;
    private final StageState state;
    private final Waiter waiter;
    private final int cpu;
    private final Continuity continuity = new Continuity();
    private long number;

    SourceLoop(StagePlan plan, ChunkReader reader, RingBuffer<Slot> ring, StageState state, Waiter waiter, int cpu) {
        this.plan = plan;
        this.reader = reader;
        this.ring = ring;
        this.state = state;
        this.waiter = waiter;
        this.cpu = cpu;
    }

    @Override
    public void run() {
        boolean more = true;
        while (more && claimable()) {
            long sequence = ring.next();
            Slot slot = ring.get(sequence);
            try {
                more = fill(slot);
            } catch (Throwable failure) {
                slot.fail(told(failure));
                state.stopAfter(sequence);
                more = false;
            } finally {
                ring.publish(sequence);
            }
        }
    }

    private Throwable told(Throwable failure) {
        try {
            return new PipelineException(plan.pluginName(0), plan.runId(), plan.dataType(0), number, null, failure);
        } catch (Throwable untellable) {
            return failure;
        }
    }

    /// Waits for a free slot; false if none is wanted any more. Written out because `next()` itself cannot be stopped.
    ///
    /// Once the ring is full, half of it is let run empty: it is work enough for the others, and one wake-up for many
    /// slots.
    private boolean claimable() {
        if (ring.hasAvailableCapacity(1)) {
            return !isStopped();
        }
        long halfEmpty = ring.getCursor() - ring.getBufferSize() / 2;
        waiter.begin();
        while (!ring.hasAvailableCapacity(1) && !isStopped()) {
            waiter.pause(halfEmpty);
            // An interrupt left behind by the reader of a file would keep this thread from parking.
            Thread.interrupted();
        }
        waiter.end();
        return !isStopped();
    }

    private boolean isStopped() {
        return state.isHalted() || !state.isWanted(ring.getCursor() + 1);
    }

    /// Fills the slot with the next chunk inside the range of time; false if there is none, and the slot says so.
    private boolean fill(Slot slot) throws Exception {
        if (number == 0 && cpu >= 0) {
            CpuPinning.pinCurrentThread(cpu);
        }
        slot.open(number);
        while (!state.isHalted() && reader.read(slot)) {
            Chunk chunk = slot.window(0).chunk();
            requirePublished(slot);
            continuity.accept(chunk);
            TimeRange wanted = plan.timeRange();
            if (chunk.start() >= wanted.end()) {
                slot.open(number);
                break;
            }
            if (chunk.end() > wanted.start() || (chunk.start() >= wanted.start())) {
                clip(slot, chunk, wanted);
                number++;
                return true;
            }
            slot.open(number);
        }
        if (slot.isPublished()) {
            throw new IllegalStateException(
                    plan.pluginName(0) + " published a chunk but said that there is none; return true"
                            + " from read with every chunk, false after the last one");
        }
        slot.markLast();
        return false;
    }

    private void requirePublished(Slot slot) {
        if (!slot.isPublished()) {
            throw new IllegalStateException(plan.pluginName(0)
                    + " said that it read a chunk but published none; call publish(count, start, end)");
        }
    }

    /// Cuts the chunk down to the records that start in the wanted range.
    private void clip(Slot slot, Chunk chunk, TimeRange wanted) {
        if (chunk.start() >= wanted.start() && chunk.end() <= wanted.end()) {
            return;
        }
        Records records = chunk.records();
        long from = Chunks.firstAtOrAfter(records, wanted.start());
        long to = Chunks.firstAtOrAfter(records, wanted.end());
        RecordWindow window = slot.window(0).window();
        window.rebind(
                records.segment(), records.byteOffset() + from * records.type().size(), to - from);
        long start = wanted.clamp(chunk.start());
        long end = Math.max(start, wanted.clamp(chunk.end()));
        slot.window(0).narrow(start, end);
        if (records.type().isDisjoint() && chunk.overhang() > 0) {
            // Whole records are kept, and a disjoint type promises that none passes the end of its chunk.
            slot.window(0).narrow(start, chunk.latestEnd());
        }
    }
}

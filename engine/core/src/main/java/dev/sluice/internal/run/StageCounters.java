package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.stream.SilenceCounts;
import dev.sluice.stream.StageStatistics;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Counts what one worker of a stage has computed. Written by the worker, read by any thread.
final class StageCounters {
    private final StagePlan plan;
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong recordsIn = new AtomicLong();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong recordsOut = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicLong idleNanos = new AtomicLong();
    private final AtomicLong parts = new AtomicLong();
    private final AtomicLong recordsInParts = new AtomicLong();
    private final AtomicLong chunksInOrder = new AtomicLong();
    private final AtomicLong recordsInOrder = new AtomicLong();

    StageCounters(StagePlan plan) {
        this.plan = plan;
    }

    /// A slot is computed.
    void count(Slot slot) {
        if (slot.failure() != null) {
            return;
        }
        for (int output = 0; output < plan.outputs(); output++) {
            Chunk chunk = slot.window(output).chunk();
            boolean input = output < plan.inputCount();
            add(input ? recordsIn : recordsOut, chunk.length());
            add(input ? bytesIn : bytesOut, chunk.nbytes());
        }
        if (plan.demand().hasSilence()) {
            boolean part = slot.turn() == Slot.ANY_TURN;
            add(part ? parts : chunksInOrder, 1);
            add(part ? recordsInParts : recordsInOrder, slot.ownRecords());
        }
        add(chunks, 1);
    }

    /// The worker had nothing to do for so long.
    void idle(long nanos) {
        add(idleNanos, nanos);
    }

    /// How many chunks were computed.
    long chunks() {
        return chunks.getAcquire();
    }

    private static void add(AtomicLong counter, long amount) {
        counter.setRelease(counter.getPlain() + amount);
    }

    /// What all `workers` of a stage have computed, which began `nanos` nanoseconds ago.
    static StageStatistics sum(String stage, List<StageCounters> workers, SlotRing ring, long nanos) {
        double idle = (double) sum(workers, one -> one.idleNanos) / Math.max(1, workers.size() * nanos);
        return new StageStatistics(
                stage,
                sum(workers, one -> one.chunks),
                sum(workers, one -> one.recordsIn),
                sum(workers, one -> one.bytesIn),
                sum(workers, one -> one.recordsOut),
                sum(workers, one -> one.bytesOut),
                ring.occupied(),
                ring.size(),
                Math.min(1, idle),
                new SilenceCounts(
                        sum(workers, one -> one.parts),
                        sum(workers, one -> one.recordsInParts),
                        sum(workers, one -> one.chunksInOrder),
                        sum(workers, one -> one.recordsInOrder)));
    }

    private static long sum(List<StageCounters> workers, Function<StageCounters, AtomicLong> counter) {
        return workers.stream().map(counter).mapToLong(AtomicLong::getAcquire).sum();
    }
}

package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Slot;
import dev.sluice.stream.StageStatistics;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what one worker of a stage has computed. Written by the worker, read by any thread.
final class StageCounters {
    private final StagePlan plan;
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong recordsIn = new AtomicLong();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong recordsOut = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();

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
        add(chunks, 1);
    }

    private static void add(AtomicLong counter, long amount) {
        counter.setRelease(counter.getPlain() + amount);
    }

    static StageStatistics sum(String stage, List<StageCounters> workers, long occupied, int slots, double waitShare) {
        return new StageStatistics(
                stage,
                workers.stream().mapToLong(one -> one.chunks.getAcquire()).sum(),
                workers.stream().mapToLong(one -> one.recordsIn.getAcquire()).sum(),
                workers.stream().mapToLong(one -> one.bytesIn.getAcquire()).sum(),
                workers.stream().mapToLong(one -> one.recordsOut.getAcquire()).sum(),
                workers.stream().mapToLong(one -> one.bytesOut.getAcquire()).sum(),
                occupied,
                slots,
                waitShare);
    }
}

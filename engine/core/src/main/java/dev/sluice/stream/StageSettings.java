package dev.sluice.stream;

import dev.sluice.chunk.MemoryAccount;
import dev.sluice.plugin.FailurePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// How a stage runs. Immutable; the results do not depend on any of it.
///
/// @param workers       threads that compute, 1 to 1024
/// @param chunkRecords  records per chunk; 0 lets the engine choose by bytes
/// @param memoryBudget  limit of off-heap memory of the pipeline, in bytes
/// @param waitPolicy    how threads wait
/// @param failurePolicy what happens when a chunk cannot be read or computed
/// @param cpus          the CPUs that the source and the workers are pinned to, in turn; empty for no pinning
/// @param chunkBytes    bytes of input per chunk where `chunkRecords` is 0; 0 for those of [ChunkSizeRule]
/// @param latency       how long a record may wait in a stage that computes 1 GB/s; zero if only throughput counts
/// @param account       the limit that the memory of the pipeline shares with that of others; null if it shares none
public record StageSettings(
        int workers,
        long chunkRecords,
        long memoryBudget,
        WaitPolicy waitPolicy,
        FailurePolicy failurePolicy,
        List<Integer> cpus,
        long chunkBytes,
        Duration latency,
        MemoryAccount account) {
    private static final long RUN_AHEAD = 16L << 20;
    private static final int FEWEST_SLOTS = 16;
    private static final int FEWEST_SLOTS_IN_HASTE = 4;
    private static final long LEAST_BUDGET = 64 * 1024;
    private static final int MOST_WORKERS = 1024;

    /// Checks every setting.
    public StageSettings {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException(
                    "workers=" + workers + " is not within 1 and " + MOST_WORKERS + "; one per core is a good choice");
        }
        if (chunkRecords < 0) {
            throw new IllegalArgumentException(
                    "chunkRecords=" + chunkRecords + " is negative; give 1 or more, or 0 for auto");
        }
        if (memoryBudget < LEAST_BUDGET) {
            throw new IllegalArgumentException(
                    "memoryBudget=" + memoryBudget + " bytes is too small; give at least " + LEAST_BUDGET);
        }
        if (chunkBytes < 0) {
            throw new IllegalArgumentException(
                    "chunkBytes=" + chunkBytes + " is negative; give 1 or more, or 0 for the rule");
        }
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency=" + latency + " is negative; give zero for none");
        }
        for (Integer cpu : cpus) {
            if (cpu < 0) {
                throw new IllegalArgumentException("cpu=" + cpu + " is negative; give numbers from 0, or none");
            }
        }
        Objects.requireNonNull(waitPolicy, "waitPolicy");
        Objects.requireNonNull(failurePolicy, "failurePolicy");
        cpus = List.copyOf(cpus);
    }

    /// One worker per available processor, chunks by bytes, the memory of the process shared with others, balanced
    /// waiting, no pinning, failures end the run.
    public static StageSettings defaults() {
        return new StageSettings(
                Runtime.getRuntime().availableProcessors(),
                0,
                MemoryAccount.ofProcess().limit(),
                WaitPolicy.BALANCED,
                FailurePolicy.FAIL,
                List.of(),
                0,
                Duration.ZERO,
                MemoryAccount.ofProcess());
    }

    /// Records per chunk for records of `recordSize` bytes.
    public long chunkRecords(int recordSize) {
        // Two slots with input and output each must fit into the budget, with room for the rounding of slabs.
        return chunkRecords > 0 ? chunkRecords : Math.max(1, Math.min(automaticBytes(), memoryBudget / 8) / recordSize);
    }

    private long automaticBytes() {
        if (chunkBytes > 0) {
            return chunkBytes;
        }
        ChunkSizeRule rule = ChunkSizeRule.of(CacheSizes.ofThisMachine());
        return latency.isZero() ? rule.bytes() : rule.bytes(latency, fewestSlots());
    }

    /// Bytes by which the source may run ahead of the reader: enough to sleep for a while, whatever the size of the
    /// chunks, but no more than can be computed in time.
    public long runAhead() {
        return latency.isZero() ? RUN_AHEAD : Math.min(RUN_AHEAD, ChunkSizeRule.bytesWithin(latency));
    }

    /// Slots that the ring has at least, if memory allows: two per worker, and some for the source to run ahead.
    public int fewestSlots() {
        return Math.max(latency.isZero() ? FEWEST_SLOTS : FEWEST_SLOTS_IN_HASTE, 2 * workers);
    }

    /// The same with another number of workers.
    public StageSettings withWorkers(int count) {
        return new StageSettings(
                count, chunkRecords, memoryBudget, waitPolicy, failurePolicy, cpus, chunkBytes, latency, account);
    }

    /// The same with another chunk size.
    public StageSettings withChunkRecords(long count) {
        return new StageSettings(
                workers, count, memoryBudget, waitPolicy, failurePolicy, cpus, chunkBytes, latency, account);
    }

    /// The same with a memory budget of its own, shared with no other pipeline.
    public StageSettings withMemoryBudget(long bytes) {
        return new StageSettings(
                workers, chunkRecords, bytes, waitPolicy, failurePolicy, cpus, chunkBytes, latency, null);
    }

    /// The same within a limit that is shared with other pipelines.
    public StageSettings withMemory(MemoryAccount shared) {
        return new StageSettings(
                workers, chunkRecords, shared.limit(), waitPolicy, failurePolicy, cpus, chunkBytes, latency, shared);
    }

    /// The same with another way to wait.
    public StageSettings withWaitPolicy(WaitPolicy policy) {
        return new StageSettings(
                workers, chunkRecords, memoryBudget, policy, failurePolicy, cpus, chunkBytes, latency, account);
    }

    /// The same with another answer to failures.
    public StageSettings withFailurePolicy(FailurePolicy policy) {
        return new StageSettings(
                workers, chunkRecords, memoryBudget, waitPolicy, policy, cpus, chunkBytes, latency, account);
    }

    /// The same with threads pinned to these CPUs.
    public StageSettings withCpus(List<Integer> numbers) {
        return new StageSettings(
                workers, chunkRecords, memoryBudget, waitPolicy, failurePolicy, numbers, chunkBytes, latency, account);
    }

    /// The same with another size of automatic chunks: what was measured to be best for these plugins; 0 for the rule.
    public StageSettings withChunkBytes(long bytes) {
        return new StageSettings(
                workers, chunkRecords, memoryBudget, waitPolicy, failurePolicy, cpus, bytes, latency, account);
    }

    /// The same with another limit to the time that a record waits; zero for none.
    public StageSettings withLatency(Duration limit) {
        return new StageSettings(
                workers, chunkRecords, memoryBudget, waitPolicy, failurePolicy, cpus, chunkBytes, limit, account);
    }
}

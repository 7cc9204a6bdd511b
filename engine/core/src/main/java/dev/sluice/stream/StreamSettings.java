package dev.sluice.stream;

import dev.sluice.chunk.MemoryAccount;
import dev.sluice.plugin.FailurePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// How the streams of a pass are computed and watched. Immutable: every setting gives a copy; the results do not depend
/// on any of it.
public final class StreamSettings {
    private static final long RUN_AHEAD = 16L << 20;
    private static final int FEWEST_SLOTS = 16;
    private static final int FEWEST_SLOTS_IN_HASTE = 4;
    private static final long LEAST_BUDGET = 64 * 1024;
    private static final int MOST_WORKERS = 1024;

    private int workers = Runtime.getRuntime().availableProcessors();
    private long chunkRecords;
    private long chunkBytes;
    private MemoryAccount account = MemoryAccount.ofProcess();
    private long memoryBudget = account.limit();
    private WaitPolicy waitPolicy = WaitPolicy.BALANCED;
    private FailurePolicy failurePolicy = FailurePolicy.FAIL;
    private List<Integer> cpus = List.of();
    private Duration latency = Duration.ZERO;
    private Duration watchdog = Duration.ZERO;
    private boolean failingWhenStuck;
    private Duration unreadPatience = Duration.ofSeconds(2);
    private SilencePolicy silences = SilencePolicy.CUT;

    private StreamSettings() {}

    private StreamSettings(StreamSettings like) {
        this.workers = like.workers;
        this.chunkRecords = like.chunkRecords;
        this.chunkBytes = like.chunkBytes;
        this.account = like.account;
        this.memoryBudget = like.memoryBudget;
        this.waitPolicy = like.waitPolicy;
        this.failurePolicy = like.failurePolicy;
        this.cpus = like.cpus;
        this.latency = like.latency;
        this.watchdog = like.watchdog;
        this.failingWhenStuck = like.failingWhenStuck;
        this.unreadPatience = like.unreadPatience;
        this.silences = like.silences;
    }

    /// One worker per available processor, chunks by bytes, the memory of the process shared with others, balanced
    /// waiting, no pinning, no watchdog, two seconds for a stream that no thread reads; failures end the run.
    public static StreamSettings defaults() {
        return new StreamSettings();
    }

    private StreamSettings with(Consumer<StreamSettings> change) {
        StreamSettings copy = new StreamSettings(this);
        change.accept(copy);
        return copy;
    }

    /// Threads that compute a stage, 1 to 1024.
    public StreamSettings withWorkers(int count) {
        if (count < 1 || count > MOST_WORKERS) {
            throw new IllegalArgumentException(
                    "workers=" + count + " is not within 1 and " + MOST_WORKERS + "; one per core is a good choice");
        }
        return with(copy -> copy.workers = count);
    }

    /// Records per chunk; 0 lets the engine choose by bytes.
    public StreamSettings withChunkRecords(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("chunkRecords=" + count + " is negative; give 1 or more, or 0 for auto");
        }
        return with(copy -> copy.chunkRecords = count);
    }

    /// Bytes of input per chunk where no number of records is set: what was measured to be best for these plugins; 0
    /// for those of [ChunkSizeRule].
    public StreamSettings withChunkBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "chunkBytes=" + bytes + " is negative; give 1 or more, or 0 for the rule");
        }
        return with(copy -> copy.chunkBytes = bytes);
    }

    /// A limit of off-heap memory of the pipeline, in bytes, shared with no other pipeline.
    public StreamSettings withMemoryBudget(long bytes) {
        return withMemory(bytes, null);
    }

    /// A limit of off-heap memory that is shared with other pipelines.
    public StreamSettings withMemory(MemoryAccount shared) {
        return withMemory(shared.limit(), shared);
    }

    private StreamSettings withMemory(long bytes, MemoryAccount shared) {
        if (bytes < LEAST_BUDGET) {
            throw new IllegalArgumentException(
                    "memoryBudget=" + bytes + " bytes is too small; give at least " + LEAST_BUDGET);
        }
        return with(copy -> {
            copy.memoryBudget = bytes;
            copy.account = shared;
        });
    }

    /// How threads wait.
    public StreamSettings withWaitPolicy(WaitPolicy policy) {
        return with(copy -> copy.waitPolicy = Objects.requireNonNull(policy, "waitPolicy"));
    }

    /// What happens when a chunk cannot be read or computed.
    public StreamSettings withFailurePolicy(FailurePolicy policy) {
        return with(copy -> copy.failurePolicy = Objects.requireNonNull(policy, "failurePolicy"));
    }

    /// The CPUs that the source and the workers are pinned to, in turn; none for no pinning.
    public StreamSettings withCpus(List<Integer> numbers) {
        for (Integer cpu : numbers) {
            if (cpu < 0) {
                throw new IllegalArgumentException("cpu=" + cpu + " is negative; give numbers from 0, or none");
            }
        }
        return with(copy -> copy.cpus = List.copyOf(numbers));
    }

    /// How long a record may wait in a stage that computes 1 GB/s; zero if only throughput counts.
    public StreamSettings withLatency(Duration limit) {
        return with(copy -> copy.latency = required("latency", limit));
    }

    /// How long a plugin, a source or a reader may take for one chunk before it is reported as stuck; zero for no
    /// watchdog. If `fail`, a plugin or source that is stuck fails the run; a slow reader never does, and its thread
    /// then computes nothing itself, as it could not be failed.
    public StreamSettings withWatchdog(Duration limit, boolean fail) {
        return with(copy -> {
            copy.watchdog = required("watchdog", limit);
            copy.failingWhenStuck = fail;
        });
    }

    /// How long a reader waits for a pass that is held up by a stream that no thread reads.
    public StreamSettings withUnreadPatience(Duration limit) {
        return with(copy -> copy.unreadPatience = required("unreadPatience", limit));
    }

    /// What stages do whose plugins declare a silence.
    public StreamSettings withSilences(SilencePolicy policy) {
        return with(copy -> copy.silences = Objects.requireNonNull(policy, "silences"));
    }

    private static Duration required(String name, Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException(name + "=" + limit + " is negative; give zero or more");
        }
        return limit;
    }

    /// Threads that compute a stage.
    public int workers() {
        return workers;
    }

    /// Limit of off-heap memory of the pipeline, in bytes.
    public long memoryBudget() {
        return memoryBudget;
    }

    /// The limit that the memory of the pipeline shares with that of others; null if it shares none.
    public MemoryAccount account() {
        return account;
    }

    /// How threads wait.
    public WaitPolicy waitPolicy() {
        return waitPolicy;
    }

    /// What happens when a chunk cannot be read or computed.
    public FailurePolicy failurePolicy() {
        return failurePolicy;
    }

    /// The CPUs that the source and the workers are pinned to, in turn.
    public List<Integer> cpus() {
        return cpus;
    }

    /// How long one chunk may take before it is reported as stuck; zero for no watchdog.
    public Duration watchdog() {
        return watchdog;
    }

    /// Whether there is a watchdog, and what is stuck fails the run.
    public boolean isFailingWhenStuck() {
        return failingWhenStuck && !watchdog.isZero();
    }

    /// How long a reader waits for a pass that is held up by a stream that no thread reads.
    public Duration unreadPatience() {
        return unreadPatience;
    }

    /// What stages do whose plugins declare a silence.
    public SilencePolicy silences() {
        return silences;
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
}

package dev.sluice.chunk;

import dev.sluice.kernels.KernelMemory;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// A limit of off-heap bytes that several pools share: their sum never exceeds it. Safe for any thread.
public final class MemoryAccount {
    private final long limit;
    private final LongSupplier elsewhere;
    private final Map<ChunkPool, Long> held = new IdentityHashMap<>();
    private long taken;

    /// An account of `limit` bytes.
    ///
    /// @throws IllegalArgumentException if that is less than [ChunkPool#LEAST_SLAB]
    public MemoryAccount(long limit) {
        this(limit, () -> 0);
    }

    /// An account from which, besides what pools take, as many bytes are taken as `elsewhere` says.
    MemoryAccount(long limit, LongSupplier elsewhere) {
        if (limit < ChunkPool.LEAST_SLAB) {
            throw new IllegalArgumentException("the memory limit is too small: limit=" + limit + " bytes, at least "
                    + ChunkPool.LEAST_SLAB + " are needed; raise it");
        }
        this.limit = limit;
        this.elsewhere = Objects.requireNonNull(elsewhere, "elsewhere");
    }

    /// The account that all pipelines of this process share unless they are given a limit of their own: what
    /// [ProcessMemory] finds a process may take here, for its data and the working memory of its kernels.
    public static MemoryAccount ofProcess() {
        return OfProcess.ACCOUNT;
    }

    /// The limit in bytes.
    public long limit() {
        return limit;
    }

    /// Bytes that may still be taken.
    public synchronized long left() {
        return Math.max(0, limit - taken - elsewhere.getAsLong());
    }

    /// Takes so many bytes for `pool`; false if they are not left.
    synchronized boolean take(ChunkPool pool, long bytes) {
        if (bytes > left()) {
            return false;
        }
        taken += bytes;
        held.merge(pool, bytes, Long::sum);
        return true;
    }

    /// Takes bytes of `pool` back.
    synchronized void giveBack(ChunkPool pool, long bytes) {
        taken -= bytes;
        held.computeIfPresent(pool, (key, before) -> before == bytes ? null : before - bytes);
    }

    /// What all but `asking` hold, in words; empty if they hold nothing.
    synchronized String others(ChunkPool asking) {
        return held.entrySet().stream()
                .filter(entry -> entry.getKey() != asking)
                .map(entry -> entry.getValue() + " bytes by " + entry.getKey().name())
                .collect(Collectors.joining(", "));
    }

    /// Deferred, so that setting limits reads no files.
    private static final class OfProcess {
        static final MemoryAccount ACCOUNT =
                new MemoryAccount(ProcessMemory.ofThisProcess().budget(), KernelMemory::bytes);
    }
}

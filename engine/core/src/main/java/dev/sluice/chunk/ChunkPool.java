package dev.sluice.chunk;

import dev.sluice.record.Checked;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Off-heap memory for chunks within a budget of bytes: lent as slabs, taken back, lent again.
///
/// Thread-safe. The pool owns the memory and frees it when it closes; whatever is still lent then is a leak, and
/// closing says so, with sizes and owners. In checked mode each slab carries canaries on both ends, is poisoned when it
/// comes back, and each loan remembers the stack that took it.
public final class ChunkPool implements AutoCloseable {
    /// What a released byte reads as in checked mode.
    public static final byte POISON = (byte) 0xDB;

    /// Bytes that a loan takes from the budget at least, however few were asked for.
    public static final long LEAST_SLAB = 4096;

    private static final long CANARY = 0x5C1C_E0CA_9A87_0D1EL;
    private static final long CANARY_BYTES = Checked.ON ? 64 : 0;
    private static final int MOST_LEAKS_TOLD = 20;
    private static final long LARGEST_SHARED = 1 << 20;

    private final long budget;
    private final Map<Long, ArrayDeque<Slab>> free = new HashMap<>();
    private final Set<Lease> lent = new LinkedHashSet<>();
    private SlabMemory common;
    private long commonBytes;
    private long reserved;
    private boolean closed;

    /// A pool that never holds more than `budget` bytes.
    public ChunkPool(long budget) {
        if (budget < LEAST_SLAB) {
            throw new IllegalArgumentException("the memory budget is too small: budget=" + budget + " bytes, at least "
                    + LEAST_SLAB + " are needed; raise it");
        }
        this.budget = budget;
    }

    /// Lends at least `bytes` bytes, not zeroed, to `owner` (a name for messages). Never waits.
    ///
    /// @throws OutOfBudgetException if the budget does not hold that many more
    /// @throws IllegalStateException if the pool is closed
    public synchronized Lease acquire(long bytes, String owner) {
        Objects.requireNonNull(owner, "owner");
        if (bytes < 0) {
            throw new IllegalArgumentException(owner + " asked for bytes=" + bytes + "; give 0 or more");
        }
        if (closed) {
            throw new IllegalStateException("the pool is closed; " + owner + " asked for " + bytes + " bytes");
        }
        Slab slab = reused(bytes);
        if (slab == null) {
            long size = makeRoom(bytes, owner);
            slab = new Slab(memoryFor(size), size + 2 * CANARY_BYTES);
            reserved += size;
        }
        slab.generation++;
        MemorySegment memory = slab.memory.asSlice(CANARY_BYTES, slab.memory.byteSize() - 2 * CANARY_BYTES);
        if (Checked.ON) {
            paintCanaries(slab);
        }
        Lease lease = new Lease(this, slab, memory, owner, Checked.ON ? new Throwable("taken here by " + owner) : null);
        lent.add(lease);
        return lease;
    }

    synchronized void takeBack(Lease lease) {
        if (!lent.remove(lease)) {
            throw new IllegalStateException("released twice: " + lease.byteSize() + " bytes of " + lease.owner()
                    + "; the owner releases its memory once");
        }
        Slab slab = lease.slab;
        slab.generation++;
        boolean intact = !Checked.ON || canariesStand(slab);
        if (intact && !closed) {
            if (Checked.ON) {
                slab.memory.asSlice(CANARY_BYTES, lease.byteSize()).fill(POISON);
            }
            free.computeIfAbsent(lease.byteSize(), size -> new ArrayDeque<>()).push(slab);
            return;
        }
        slab.free();
        reserved -= lease.byteSize();
        if (!intact) {
            throw new IllegalStateException(
                    "somebody wrote outside the " + lease.byteSize() + " bytes of " + lease.owner()
                            + ": a canary beside them is gone",
                    lease.taken());
        }
    }

    /// Bytes held from the operating system now, lent or free.
    public synchronized long reservedBytes() {
        return reserved;
    }

    /// Number of loans that stand.
    public synchronized int lentCount() {
        return lent.size();
    }

    /// The limit in bytes.
    public long budget() {
        return budget;
    }

    /// Sizes step by a quarter of a power of two, so that a shelf serves many and a quarter at most is lost.
    static long slabSize(long bytes) {
        long wanted = Math.max(bytes, LEAST_SLAB);
        long step = Math.max(LEAST_SLAB, Long.highestOneBit(wanted) >>> 2);
        return wanted > Long.MAX_VALUE - step ? wanted : (wanted + step - 1) / step * step;
    }

    /// A free slab of the usual size for so many bytes, or of just that size; null if there is none.
    private Slab reused(long bytes) {
        ArrayDeque<Slab> usual = free.get(slabSize(bytes));
        ArrayDeque<Slab> exact = free.get(Math.max(bytes, LEAST_SLAB));
        Slab slab = usual == null ? null : usual.poll();
        return slab != null || exact == null ? slab : exact.poll();
    }

    /// Frees what lies idle until the budget holds a slab for so many bytes, and returns its size: the usual one, or
    /// just as many bytes if the budget is too near.
    private long makeRoom(long bytes, String owner) {
        long size = slabSize(bytes);
        for (Map.Entry<Long, ArrayDeque<Slab>> shelf : free.entrySet()) {
            Iterator<Slab> idle = shelf.getValue().iterator();
            while (bytes <= budget && size > budget - reserved && idle.hasNext()) {
                Slab slab = idle.next();
                if (!slab.owner.isCommon()) {
                    idle.remove();
                    slab.free();
                    reserved -= shelf.getKey();
                }
            }
        }
        long least = Math.max(bytes, LEAST_SLAB);
        if (least > budget - reserved) {
            throw new OutOfBudgetException("the memory budget is used up: " + owner + " needs " + least + " bytes, "
                    + (budget - reserved) + " of budget=" + budget
                    + " are left; take smaller chunks or raise the budget");
        }
        return size <= budget - reserved ? size : least;
    }

    /// Small slabs share one arena, as long as they are a small part of the budget: they are not freed before the end.
    private SlabMemory memoryFor(long size) {
        if (size > LARGEST_SHARED || commonBytes + size > budget / 16) {
            return new SlabMemory(false);
        }
        commonBytes += size;
        if (common == null) {
            common = new SlabMemory(true);
        }
        return common;
    }

    private static void paintCanaries(Slab slab) {
        for (long at = 0; at < CANARY_BYTES; at += 8) {
            slab.memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, CANARY);
            slab.memory.set(ValueLayout.JAVA_LONG_UNALIGNED, slab.memory.byteSize() - 8 - at, CANARY);
        }
    }

    private static boolean canariesStand(Slab slab) {
        MemorySegment memory = slab.memory;
        for (long at = 0; at < CANARY_BYTES; at += 8) {
            if (memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at) != CANARY
                    || memory.get(ValueLayout.JAVA_LONG_UNALIGNED, memory.byteSize() - 8 - at) != CANARY) {
                return false;
            }
        }
        return true;
    }

    /// Frees all memory. Doing so twice is harmless.
    ///
    /// @throws IllegalStateException if anything is still lent: how many loans, how many bytes, whose, and in checked
    ///     mode where each was taken; the memory of those is freed when they are released
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        free.forEach((size, shelf) -> shelf.forEach(slab -> {
            slab.free();
            reserved -= size;
        }));
        free.clear();
        if (common != null) {
            common.release();
        }
        if (!lent.isEmpty()) {
            throw leak(new ArrayList<>(lent));
        }
    }

    private static IllegalStateException leak(List<Lease> leases) {
        long bytes = leases.stream().mapToLong(Lease::byteSize).sum();
        IllegalStateException leak = new IllegalStateException("leak: " + leases.size() + " loans of " + bytes
                + " bytes were not given back: "
                + leases.stream()
                        .limit(MOST_LEAKS_TOLD)
                        .map(lease -> lease.byteSize() + " bytes of " + lease.owner())
                        .collect(Collectors.joining(", "))
                + (leases.size() > MOST_LEAKS_TOLD ? ", …" : ""));
        leases.stream().map(Lease::taken).filter(stack -> stack != null).forEach(leak::addSuppressed);
        return leak;
    }
}

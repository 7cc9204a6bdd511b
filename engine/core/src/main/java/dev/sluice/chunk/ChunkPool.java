package dev.sluice.chunk;

import dev.sluice.record.Checked;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Off-heap memory for chunks within a budget of bytes: lent as slabs, taken back, lent again.
///
/// Thread-safe. The pool owns the memory and frees it when it closes; whatever is still lent then is a leak, and
/// closing
/// says so, with sizes and owners. In checked mode each slab carries canaries on both ends, is poisoned when it comes
/// back, and each loan remembers the stack that took it.
public final class ChunkPool implements AutoCloseable {
    /// What a released byte reads as in checked mode.
    public static final byte POISON = (byte) 0xDB;

    private static final long CANARY = 0x5C1C_E0CA_9A87_0D1EL;
    private static final long CANARY_BYTES = Checked.ON ? 64 : 0;
    private static final long SMALLEST = 4096;

    private final long budget;
    private final Map<Long, ArrayDeque<Slab>> free = new HashMap<>();
    private final Set<Lease> lent = new LinkedHashSet<>();
    private long reserved;
    private boolean closed;

    /// A pool that never holds more than `budget` bytes.
    public ChunkPool(long budget) {
        if (budget < SMALLEST) {
            throw new IllegalArgumentException("the memory budget is too small: budget=" + budget + " bytes, at least "
                    + SMALLEST + " are needed; raise it");
        }
        this.budget = budget;
    }

    /// Lends at least `bytes` bytes, not zeroed, to `owner` (a name for messages). Never waits.
    ///
    /// @throws OutOfBudgetException if the budget does not hold that many more
    public synchronized Lease acquire(long bytes, String owner) {
        if (closed) {
            throw new IllegalStateException("the pool is closed; " + owner + " asked for " + bytes + " bytes");
        }
        long size = slabSize(bytes);
        ArrayDeque<Slab> shelf = free.get(size);
        Slab slab = shelf == null ? null : shelf.poll();
        if (slab == null) {
            makeRoom(size, bytes, owner);
            slab = new Slab(size + 2 * CANARY_BYTES);
            reserved += size;
        }
        slab.generation++;
        MemorySegment memory = slab.memory.asSlice(CANARY_BYTES, size);
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
        if (Checked.ON) {
            checkCanaries(lease);
            slab.memory.asSlice(CANARY_BYTES, lease.byteSize()).fill(POISON);
        }
        slab.generation++;
        free.computeIfAbsent(lease.byteSize(), size -> new ArrayDeque<>()).push(slab);
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
        long wanted = Math.max(bytes, SMALLEST);
        long step = Math.max(SMALLEST, Long.highestOneBit(wanted) >>> 2);
        return Math.addExact(wanted, step - 1) / step * step;
    }

    private void makeRoom(long size, long bytes, String owner) {
        for (Map.Entry<Long, ArrayDeque<Slab>> shelf : free.entrySet()) {
            while (reserved + size > budget && !shelf.getValue().isEmpty()) {
                shelf.getValue().poll().arena.close();
                reserved -= shelf.getKey();
            }
        }
        if (reserved + size > budget) {
            throw new OutOfBudgetException("the memory budget is used up: " + owner + " needs " + bytes + " bytes, "
                    + (budget - reserved) + " of budget=" + budget
                    + " are left; take smaller chunks or raise the budget");
        }
    }

    private static void paintCanaries(Slab slab) {
        for (long at = 0; at < CANARY_BYTES; at += 8) {
            slab.memory.set(ValueLayout.JAVA_LONG, at, CANARY);
            slab.memory.set(ValueLayout.JAVA_LONG, slab.memory.byteSize() - 8 - at, CANARY);
        }
    }

    private static void checkCanaries(Lease lease) {
        MemorySegment memory = lease.slab.memory;
        for (long at = 0; at < CANARY_BYTES; at += 8) {
            if (memory.get(ValueLayout.JAVA_LONG, at) != CANARY
                    || memory.get(ValueLayout.JAVA_LONG, memory.byteSize() - 8 - at) != CANARY) {
                throw new IllegalStateException(
                        "somebody wrote outside the " + lease.byteSize() + " bytes of " + lease.owner()
                                + ": a canary beside them is gone",
                        lease.taken());
            }
        }
    }

    /// Frees all memory.
    ///
    /// @throws IllegalStateException if anything is still lent: how many loans, how many bytes, whose, and in checked
    ///     mode where each was taken; the memory of those stays mapped
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        free.values().forEach(shelf -> shelf.forEach(slab -> slab.arena.close()));
        free.clear();
        if (!lent.isEmpty()) {
            throw leak(new ArrayList<>(lent));
        }
    }

    private static IllegalStateException leak(List<Lease> leases) {
        long bytes = leases.stream().mapToLong(Lease::byteSize).sum();
        IllegalStateException leak = new IllegalStateException("leak: " + leases.size() + " loans of " + bytes
                + " bytes were not given back: "
                + leases.stream().map(Lease::owner).distinct().toList());
        leases.stream().map(Lease::taken).filter(stack -> stack != null).forEach(leak::addSuppressed);
        return leak;
    }
}

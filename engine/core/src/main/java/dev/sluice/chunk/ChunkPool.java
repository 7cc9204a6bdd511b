package dev.sluice.chunk;

import dev.sluice.record.Checked;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

    private static final long LARGEST_SHARED = 1 << 20;

    private final long budget;
    private final MemoryAccount account;
    private final String name;
    private final PoolSeams seams;
    private final Set<CountedArena> arenas = new LinkedHashSet<>();
    private final IdleSlabs free = new IdleSlabs();
    private final Set<Lease> lent = new LinkedHashSet<>();
    private SlabMemory common;
    private long commonBytes;
    private long reserved;
    private boolean closed;

    /// A pool that never holds more than `budget` bytes.
    public ChunkPool(long budget) {
        this(budget, null, "a pool");
    }

    /// A pool that never holds more than `budget` bytes, nor more than `account` has left: all of them are taken from
    /// it, for as long as they are held. A pool without one has `null`; `name` says whose pool it is, in messages.
    public ChunkPool(long budget, MemoryAccount account, String name) {
        this(budget, account, name, PoolSeams.NONE);
    }

    /// The same with seams.
    ChunkPool(long budget, MemoryAccount account, String name, PoolSeams seams) {
        if (budget < LEAST_SLAB) {
            throw new IllegalArgumentException("the memory budget is too small: budget=" + budget + " bytes, at least "
                    + LEAST_SLAB + " are needed; raise it");
        }
        this.budget = budget;
        this.account = account;
        this.name = name;
        this.seams = seams;
    }

    /// Lends at least `bytes` bytes, not zeroed, to `owner` (a name for messages). Never waits.
    ///
    /// @throws OutOfBudgetException if the budget does not hold that many more
    /// @throws IllegalStateException if the pool is closed
    public Lease acquire(long bytes, String owner) {
        return acquire(bytes, owner, true);
    }

    /// The same; `divisible` says whether smaller chunks would need less, which one record does not.
    ///
    /// @throws OutOfBudgetException as there
    public Lease acquire(long bytes, String owner, boolean divisible) {
        Objects.requireNonNull(owner, "owner");
        if (bytes < 0) {
            throw new IllegalArgumentException(owner + " asked for bytes=" + bytes + "; give 0 or more");
        }
        seams.acquire();
        List<Slab> idle = new ArrayList<>(0);
        long size = 0;
        Slab slab;
        try {
            synchronized (this) {
                requireOpen(bytes, owner);
                slab = reused(bytes);
                if (slab != null) {
                    return lend(slab, owner);
                }
                size = makeRoom(slabSize(bytes), Math.max(bytes, LEAST_SLAB), owner, divisible, idle);
                if (isShared(size)) {
                    return lend(common(size), owner);
                }
            }
        } finally {
            // Freeing memory stops every thread for a moment, and new memory is cleared: no other waits here for that.
            idle.forEach(Slab::free);
        }
        slab = alone(size);
        synchronized (this) {
            if (!closed) {
                return lend(slab, owner);
            }
            giveBack(size);
        }
        slab.free();
        throw closed(bytes, owner);
    }

    private void requireOpen(long bytes, String owner) {
        if (closed) {
            throw closed(bytes, owner);
        }
    }

    private static IllegalStateException closed(long bytes, String owner) {
        return new IllegalStateException("the pool is closed; " + owner + " asked for " + bytes + " bytes");
    }

    /// Memory of its own, outside of the lock; the bytes are taken already.
    private Slab alone(long size) {
        try {
            seams.allocate();
            return new Slab(new SlabMemory(false), size);
        } catch (Throwable refused) {
            synchronized (this) {
                giveBack(size);
            }
            throw refused;
        }
    }

    private Slab common(long size) {
        if (common == null) {
            common = new SlabMemory(true);
        }
        try {
            seams.allocate();
            Slab slab = new Slab(common, size);
            commonBytes += size;
            return slab;
        } catch (Throwable refused) {
            giveBack(size);
            throw refused;
        }
    }

    private Lease lend(Slab slab, String owner) {
        MemorySegment memory = slab.lend();
        Lease lease = new Lease(this, slab, memory, owner, Checked.ON ? new Throwable("taken here by " + owner) : null);
        lent.add(lease);
        return lease;
    }

    /// An arena whose memory counts in the budget: what does not fit is refused with an [OutOfBudgetException].
    ///
    /// @throws IllegalStateException if the pool is closed
    public synchronized Arena arena(String owner) {
        requireOpen(0, owner);
        CountedArena arena = new CountedArena(this, owner);
        arenas.add(arena);
        return arena;
    }

    /// Counts bytes of an arena, which is open: the thread that closes it gives back what is counted by then, and none
    /// counts after that.
    ///
    /// @throws OutOfBudgetException if the budget does not hold them
    /// @throws IllegalStateException if the arena is closed, or the pool
    void take(CountedArena arena, long bytes) {
        List<Slab> idle = new ArrayList<>(0);
        try {
            synchronized (this) {
                requireOpen(bytes, arena.owner());
                if (!arenas.contains(arena)) {
                    throw new IllegalStateException(
                            "the memory of " + arena.owner() + " is closed; it asked for " + bytes + " bytes");
                }
                makeRoom(bytes, bytes, arena.owner(), true, idle);
                arena.count(bytes);
            }
        } finally {
            idle.forEach(Slab::free);
        }
    }

    /// Counts bytes of an arena no more; nothing if it was closed meanwhile, and gave them back with all others.
    synchronized void giveBack(CountedArena arena, long bytes) {
        if (arenas.contains(arena)) {
            arena.count(-bytes);
            giveBack(bytes);
        }
    }

    /// An arena is closed.
    synchronized void gaveBack(CountedArena arena) {
        if (arenas.remove(arena)) {
            giveBack(arena.bytes());
        }
    }

    private boolean take(long bytes) {
        if (bytes > budget - reserved || account != null && !account.take(this, bytes)) {
            return false;
        }
        reserved += bytes;
        return true;
    }

    private void giveBack(long bytes) {
        reserved -= bytes;
        if (account != null) {
            account.giveBack(this, bytes);
        }
    }

    void takeBack(Lease lease) {
        Slab unused = returned(lease);
        if (unused != null) {
            unused.free();
        }
        seams.release();
    }

    /// Takes a loan back; the slab if it is of no use any more, and not one of those that are freed together.
    private synchronized Slab returned(Lease lease) {
        if (!lent.remove(lease)) {
            throw new IllegalStateException("released twice: " + lease.byteSize() + " bytes of " + lease.owner()
                    + "; the owner releases its memory once");
        }
        Slab slab = lease.slab;
        boolean intact = slab.takeBack();
        if (intact && !closed) {
            free.add(slab.size, slab);
            return null;
        }
        giveBack(lease.byteSize());
        if (!intact) {
            throw new IllegalStateException(
                    "a thread wrote outside the " + lease.byteSize() + " bytes of " + lease.owner()
                            + ": a canary beside them is gone",
                    lease.taken());
        }
        if (slab.owner.isCommon()) {
            slab.free();
            return null;
        }
        return slab;
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
        Slab usual = free.poll(slabSize(bytes));
        return usual != null ? usual : free.poll(Math.max(bytes, LEAST_SLAB));
    }

    /// Takes `size` bytes from the budget, or just the `least` if it is too near, and returns which. What lies `idle`
    /// and is to be freed for that is handed back; its bytes are counted no more.
    private long makeRoom(long size, long least, String owner, boolean divisible, List<Slab> idle) {
        boolean taken = take(size);
        while (!taken && least <= budget) {
            long freed = free.moveAlone(idle);
            if (freed == 0) {
                break;
            }
            giveBack(freed);
            taken = take(size);
        }
        if (taken) {
            return size;
        }
        if (take(least)) {
            return least;
        }
        throw refused(least, owner, divisible);
    }

    private OutOfBudgetException refused(long least, String owner, boolean divisible) {
        String remedy = (divisible ? "; take smaller chunks or" : ";") + " raise the budget with memory(...)";
        String needed = owner + " needs " + least + " bytes" + (divisible ? "" : " for one record");
        if (least > budget) {
            return new OutOfBudgetException(needed + ", more than the whole memory budget=" + budget + remedy);
        }
        long left = account == null ? budget - reserved : Math.min(budget - reserved, account.left());
        return new OutOfBudgetException("the memory budget is used up: " + needed + ", " + left + " of budget=" + budget
                + " are left" + LoanReport.holders(lent, arenas, account == null ? "" : account.others(this)) + remedy
                + (account == null ? "" : ", or close other streams"));
    }

    /// Whose pool it is.
    String name() {
        return name;
    }

    /// Small slabs share one arena, as long as they are a small part of the budget: they are not freed before the end.
    private boolean isShared(long size) {
        return size <= LARGEST_SHARED && commonBytes + size <= budget / 16;
    }

    /// Frees all memory. Doing so twice is harmless.
    ///
    /// @throws IllegalStateException if anything is still lent: how many loans, how many bytes, whose, and in checked
    ///     mode where each was taken; the memory of those is freed when they are released
    @Override
    public void close() {
        List<Slab> idle = new ArrayList<>();
        List<CountedArena> open;
        IllegalStateException leak;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            giveBack(free.bytes());
            free.moveAll(idle);
            idle.stream().filter(slab -> slab.owner.isCommon()).forEach(Slab::free);
            idle.removeIf(slab -> slab.owner.isCommon());
            if (common != null) {
                common.release();
            }
            open = new ArrayList<>(arenas);
            leak = lent.isEmpty() ? null : LoanReport.leak(new ArrayList<>(lent));
        }
        idle.forEach(Slab::free);
        open.forEach(CountedArena::close);
        if (leak != null) {
            throw leak;
        }
    }
}

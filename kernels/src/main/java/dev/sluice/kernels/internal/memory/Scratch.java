package dev.sluice.kernels.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/// Working memory of the calling thread, for kernel loops only: it grows to the largest size asked for, and goes with
/// the thread.
public final class Scratch {

    private static final long LINE = 64;
    private static final ThreadLocal<Scratch> OF_THIS_THREAD = ThreadLocal.withInitial(Scratch::new);

    private static final AtomicLong HELD = new AtomicLong();
    private static final Cleaner CLEANER = Cleaner.create();

    private final Size size = new Size();
    private MemorySegment segment = MemorySegment.NULL;

    private Scratch() {
        CLEANER.register(this, size);
    }

    /// Bytes that threads hold now; those of a thread that has ended count until they are collected.
    public static long heldBytes() {
        return HELD.get();
    }

    /// Address of at least `bytes` bytes of arbitrary content, at the start of a cache line.
    ///
    /// They belong to the calling thread until it asks again; a loop asks once per call.
    public static long address(long bytes) {
        Scratch scratch = OF_THIS_THREAD.get();
        if (scratch.segment.byteSize() < bytes) {
            scratch.segment = Arena.ofAuto().allocate(bytes, LINE);
            scratch.size.set(bytes);
        }
        return scratch.segment.address();
    }

    /// How much one thread holds; outlives it.
    private static final class Size implements Runnable {
        private long bytes;

        void set(long now) {
            HELD.addAndGet(now - bytes);
            bytes = now;
        }

        @Override
        public void run() {
            set(0);
        }
    }
}

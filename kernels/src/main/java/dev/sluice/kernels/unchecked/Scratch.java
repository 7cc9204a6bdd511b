package dev.sluice.kernels.unchecked;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Working memory of the calling thread, for kernel loops only: it grows to the largest size asked for, and goes with
/// the thread.
public final class Scratch {

    private static final long LINE = 64;
    private static final ThreadLocal<Scratch> OF_THIS_THREAD = ThreadLocal.withInitial(Scratch::new);

    private MemorySegment segment = MemorySegment.NULL;

    private Scratch() {}

    /// Address of at least `bytes` bytes of arbitrary content, at the start of a cache line.
    ///
    /// They belong to the calling thread until it asks again; a loop asks once per call.
    public static long address(long bytes) {
        Scratch scratch = OF_THIS_THREAD.get();
        if (scratch.segment.byteSize() < bytes) {
            scratch.segment = Arena.ofAuto().allocate(bytes, LINE);
        }
        return scratch.segment.address();
    }
}

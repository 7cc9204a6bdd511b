package dev.sluice.kernels;

import dev.sluice.fixtures.Recorded;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The arrays that strax's own functions gave, with the header of the `.npy` files cut off.
public final class GoldenPulses {

    public static final FragmentLayout LAYOUT = new FragmentLayout(110);

    private GoldenPulses() {}

    /// A copy of the array of that name, which a test may change; skips the test where there is none.
    public static MemorySegment load(String name, Arena arena) {
        return Recorded.rows(Recorded.straxPulses(name + ".npy"), arena);
    }

    /// The first byte that differs, as record and byte in the record; empty if there is none.
    public static String difference(MemorySegment expected, MemorySegment actual, int stride) {
        long at = expected.mismatch(actual);
        return at < 0
                ? ""
                : "record " + at / stride + " byte " + at % stride + ": expected "
                        + expected.get(ValueLayout.JAVA_BYTE, at) + ", is " + actual.get(ValueLayout.JAVA_BYTE, at);
    }
}

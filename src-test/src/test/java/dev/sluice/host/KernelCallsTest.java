package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Allocation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls of kernels on memory of a host, as the table of functions makes them.
final class KernelCallsTest {
    private static final int SAMPLES = 64;
    private static final long RECORDS = 8;
    private static final String WORDS =
            "waveforms=wave:<i2[64]; results=peak:<f4,charge:<f4; peak_range=0:64; charge_range=0:64; baseline_range=0:4";

    private final Arena arena = Arena.ofShared();
    private final MemorySegment waves = arena.allocate(RECORDS * SAMPLES * 2);
    private final MemorySegment results = arena.allocate(RECORDS * 8);
    private final MemorySegment arrays = arena.allocate(48, 8);
    private final MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);

    @AfterEach
    void close() {
        arena.close();
    }

    private long open() {
        assertEquals(0, KernelCalls.kernel_open(arena.allocateFrom("peak_charge"), arena.allocateFrom(WORDS), out));
        return out.get(ValueLayout.JAVA_LONG, 0);
    }

    private void describe(long records) {
        long[] numbers = {waves.address(), records * SAMPLES * 2, records, results.address(), records * 8, records};
        for (int i = 0; i < numbers.length; i++) {
            arrays.setAtIndex(ValueLayout.JAVA_LONG, i, numbers[i]);
        }
    }

    private float charge(long record) {
        return results.get(ValueLayout.JAVA_FLOAT, record * 8 + 4);
    }

    @Test
    void callsWithTheSameMemoryAllocateNothing() {
        long kernel = open();
        describe(RECORDS);
        Allocation.assertNone(() -> KernelCalls.kernel_run(kernel, arrays, 2, out));
        assertEquals(0, KernelCalls.kernel_prepare(kernel, arrays, 2, out));
        long call = out.get(ValueLayout.JAVA_LONG, 0);
        Allocation.assertNone(() -> KernelCalls.call_run(call, MemorySegment.NULL));
        assertEquals(0, ProcessCalls.release(call));
        assertEquals(0, ProcessCalls.release(kernel));
    }

    /// The arrays of the call before serve the next one only if nothing of them has changed.
    @Test
    void everyCallComputesTheArraysThatItIsGiven() {
        long kernel = open();
        waves.setAtIndex(ValueLayout.JAVA_SHORT, 10, (short) -5);
        waves.setAtIndex(ValueLayout.JAVA_SHORT, SAMPLES + 10, (short) -7);
        describe(1);
        assertEquals(0, KernelCalls.kernel_run(kernel, arrays, 2, out));
        assertEquals(1, out.get(ValueLayout.JAVA_LONG, 0));
        assertEquals(5, charge(0));
        assertEquals(0, charge(1));
        describe(2);
        assertEquals(0, KernelCalls.kernel_run(kernel, arrays, 2, out));
        assertEquals(2, out.get(ValueLayout.JAVA_LONG, 0));
        assertEquals(7, charge(1));
        arrays.setAtIndex(ValueLayout.JAVA_LONG, 0, waves.address() + SAMPLES * 2);
        assertEquals(0, KernelCalls.kernel_run(kernel, arrays, 2, MemorySegment.NULL));
        assertEquals(7, charge(0));
        arrays.setAtIndex(ValueLayout.JAVA_LONG, 4, 8);
        assertEquals(HostCode.ARGUMENT.number(), KernelCalls.kernel_run(kernel, arrays, 2, out));
        assertTrue(LastFailure.words().getString(0).contains("arrays[1]"));
        assertEquals(HostCode.ARGUMENT.number(), KernelCalls.kernel_run(kernel, MemorySegment.NULL, 2, out));
        assertEquals(HostCode.ARGUMENT.number(), KernelCalls.kernel_run(kernel, arrays, 1, out));
        assertEquals(0, ProcessCalls.release(kernel));
        assertEquals(HostCode.HANDLE.number(), KernelCalls.kernel_run(kernel, arrays, 2, out));
    }
}

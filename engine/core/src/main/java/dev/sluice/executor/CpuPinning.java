package dev.sluice.executor;

import dev.sluice.kernels.NativeAccess;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Ties the current thread to one CPU through `sched_setaffinity` of Linux.
public final class CpuPinning {
    private static final int MASK_BYTES = 128;

    private CpuPinning() {}

    /// Whether this system can pin threads.
    public static boolean isSupported() {
        return System.getProperty("os.name").equals("Linux");
    }

    /// From now on the calling thread runs on CPU `cpu` only.
    ///
    /// @throws IllegalArgumentException if the process may not use that CPU
    /// @throws IllegalStateException if the JVM denies native access
    /// @throws UnsupportedOperationException on a system other than Linux
    public static void pinCurrentThread(int cpu) {
        if (!isSupported()) {
            throw new UnsupportedOperationException("threads cannot be pinned on " + System.getProperty("os.name")
                    + ", only on Linux; leave the list of CPUs empty");
        }
        if (cpu < 0 || cpu >= MASK_BYTES * Byte.SIZE) {
            throw new IllegalArgumentException("cpu=" + cpu + " is not within 0 and " + (MASK_BYTES * Byte.SIZE - 1));
        }
        NativeAccess.require();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, 8);
            mask.set(ValueLayout.JAVA_BYTE, cpu / Byte.SIZE, (byte) (1 << (cpu % Byte.SIZE)));
            int result = (int) SetAffinity.HANDLE.invokeExact(0, (long) MASK_BYTES, mask);
            if (result != 0) {
                throw new IllegalArgumentException("cpu=" + cpu + " is not one that this process may use, of "
                        + Runtime.getRuntime().availableProcessors() + "; see `taskset -p` or the container's limits");
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall throws nothing checked", impossible);
        }
    }

    /// Linked on first use, so that a run without pinning makes no native call.
    @SuppressWarnings("restricted")
    private static final class SetAffinity {
        static final MethodHandle HANDLE = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("sched_setaffinity"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS));

        private SetAffinity() {}
    }
}

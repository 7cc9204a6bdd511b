package dev.sluice.kernels;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Memory between two pages that are out of bounds: a kernel that reads or writes one byte outside ends this JVM.
public final class GuardedMemory {

    /// Bytes of the memory, and of a guard.
    public static final long PAGE = 65_536;

    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;

    private GuardedMemory() {}

    /// The last bytes before a guard.
    public static MemorySegment atEnd(long bytes) {
        long room = (bytes + PAGE - 1) / PAGE * PAGE;
        return between(room).asSlice(room - bytes, bytes);
    }

    /// The first bytes after a guard.
    public static MemorySegment atStart(long bytes) {
        return between((bytes + PAGE - 1) / PAGE * PAGE).asSlice(0, bytes);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment between(long room) {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        long bytes = Math.max(PAGE, room);
        try {
            long address = (long) map().invokeExact(0L, bytes + 2 * PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            Assumptions.assumeTrue(address > 0, "no memory could be mapped");
            MethodHandle protect = protect();
            Assertions.assertEquals(0, (int) protect.invokeExact(address, PAGE, 0));
            Assertions.assertEquals(0, (int) protect.invokeExact(address + PAGE + bytes, PAGE, 0));
            return MemorySegment.ofAddress(address + PAGE).reinterpret(bytes);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static MethodHandle map() {
        return function(
                "mmap",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
    }

    private static MethodHandle protect() {
        return function(
                "mprotect",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}

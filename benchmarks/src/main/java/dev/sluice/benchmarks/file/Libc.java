package dev.sluice.benchmarks.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The calls of Linux that measuring commands takes; stateless, for any thread.
final class Libc {
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int POSIX_FADV_DONTNEED = 4;
    private static final int USAGE_BYTES = 144;
    private static final int OWNER_ONLY = 0600;

    private static final MethodHandle PRCTL = function(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle WAIT4 =
            function("wait4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle MKFIFO = function("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle OPEN =
            function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FSYNC = function("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle ADVISE =
            function("posix_fadvise", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MINCORE =
            function("mincore", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));

    private Libc() {}

    /// How a child ended, and what it took with all of its own children that it waited for.
    ///
    /// @param code      its exit code; 128 and the signal where one ended it
    /// @param cpu       seconds of CPU
    /// @param peakBytes the most memory that it had at once, pages of files that it maps included
    record Ended(int code, double cpu, long peakBytes) {}

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /// Whether orphans below this process become its children.
    static void adoptOrphans(boolean adopt) {
        require("prctl", () -> (int) PRCTL.invokeExact(PR_SET_CHILD_SUBREAPER, adopt ? 1L : 0L, 0L, 0L, 0L));
    }

    /// Waits for a child to end.
    static Ended await(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            MemorySegment usage = arena.allocate(USAGE_BYTES, Long.BYTES);
            require("wait4", () -> (int) WAIT4.invokeExact(pid, status, 0, usage) == pid ? 0 : -1);
            int word = status.get(JAVA_INT, 0);
            int signal = word & 0x7f;
            double cpu = usage.getAtIndex(JAVA_LONG, 0)
                    + usage.getAtIndex(JAVA_LONG, 2)
                    + 1e-6 * (usage.getAtIndex(JAVA_LONG, 1) + usage.getAtIndex(JAVA_LONG, 3));
            return new Ended(signal == 0 ? word >> 8 & 0xff : 128 + signal, cpu, usage.getAtIndex(JAVA_LONG, 4) << 10);
        }
    }

    /// Makes a named pipe.
    static void makePipe(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            require("mkfifo " + path, () -> (int) MKFIFO.invokeExact(name, OWNER_ONLY));
        }
    }

    /// Writes the file's pages to the disk and lets go of those that no process maps.
    static void dropPages(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            int file = result(() -> (int) OPEN.invokeExact(name, 0));
            if (file < 0) {
                throw new IOException("cannot be opened: " + path);
            }
            try {
                require("fsync " + path, () -> (int) FSYNC.invokeExact(file));
                require("posix_fadvise " + path, () -> (int) ADVISE.invokeExact(file, 0L, 0L, POSIX_FADV_DONTNEED));
            } finally {
                require("close " + path, () -> (int) CLOSE.invokeExact(file));
            }
        }
    }

    /// Sets a byte of `pages` for each page of a mapped file: its lowest bit says whether it is in memory.
    static void findPages(MemorySegment mapped, MemorySegment pages) {
        require("mincore", () -> (int) MINCORE.invokeExact(mapped, mapped.byteSize(), pages));
    }

    private static void require(String what, Call call) {
        if (result(call) != 0) {
            throw new IllegalStateException(what + " is refused by this system");
        }
    }

    private static int result(Call call) {
        try {
            return call.run();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall throws nothing checked", impossible);
        }
    }

    /// A downcall.
    private interface Call {
        int run() throws Throwable;
    }
}

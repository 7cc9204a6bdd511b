package dev.sluice.host;

import dev.sluice.session.foreign.SystemFunctions;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// A file descriptor that other threads make readable: an eventfd, or a pipe where the system has none. One thread at a
/// time signals, drains or closes.
final class SignalPipe implements AutoCloseable {
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
    private static final MethodHandle EVENTFD = function("eventfd", INT, INT, INT);
    private static final MethodHandle PIPE = function("pipe2", INT, ADDRESS, INT);
    private static final MethodHandle READ = function("read", LONG, INT, ADDRESS, LONG);
    private static final MethodHandle WRITE = function("write", LONG, INT, ADDRESS, LONG);
    private static final MethodHandle CLOSE = function("close", INT, INT);

    private final MemorySegment count = Arena.ofAuto().allocate(LONG);
    private final int readEnd;
    private final int writeEnd;

    private SignalPipe(int readEnd, int writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    private static MethodHandle function(String name, MemoryLayout returned, MemoryLayout... parameters) {
        return SystemFunctions.find(name, FunctionDescriptor.of(returned, parameters));
    }

    /// A new one, not readable yet.
    ///
    /// @throws HostException if the system gives none
    static SignalPipe open() {
        try (Arena arena = Arena.ofConfined()) {
            int event = (int) EVENTFD.invokeExact(0, CLOEXEC | NONBLOCK);
            if (event >= 0) {
                return new SignalPipe(event, event);
            }
            MemorySegment ends = arena.allocate(INT, 2);
            if ((int) PIPE.invokeExact(ends, CLOEXEC | NONBLOCK) == 0) {
                return new SignalPipe(ends.getAtIndex(INT, 0), ends.getAtIndex(INT, 1));
            }
        } catch (Throwable impossible) {
            throw new IllegalStateException("eventfd cannot be called", impossible);
        }
        throw new HostException(
                HostCode.MEMORY,
                "the system gives this process no more file descriptors; raise the limit with ulimit -n, or close some");
    }

    /// What becomes readable.
    int readEnd() {
        return readEnd;
    }

    /// Makes it readable.
    void signal() {
        count.set(LONG, 0, 1);
        try {
            long unused = (long) WRITE.invokeExact(writeEnd, count, Long.BYTES + 0L);
        } catch (Throwable impossible) {
            throw new IllegalStateException("write cannot be called", impossible);
        }
    }

    /// Makes it unreadable, after one signal.
    void drain() {
        try {
            long unused = (long) READ.invokeExact(readEnd, count, Long.BYTES + 0L);
        } catch (Throwable impossible) {
            throw new IllegalStateException("read cannot be called", impossible);
        }
    }

    @Override
    public void close() {
        try {
            int unused = (int) CLOSE.invokeExact(readEnd);
            if (writeEnd != readEnd) {
                unused = (int) CLOSE.invokeExact(writeEnd);
            }
        } catch (Throwable impossible) {
            throw new IllegalStateException("close cannot be called", impossible);
        }
    }
}

package dev.sluice.kernels.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/// One call of a kernel: its loop runs while no thread can close the memory that it works on. Of one thread, which uses
/// its own again and again, so that a call allocates nothing.
///
/// A loop works on addresses, of which arenas know nothing. So it runs inside a call of the C library that is handed
/// the segments, which the JDK holds open for as long as that lasts: `bsearch` over one element, which compares once.
/// Its comparison is the loop. Closing a shared arena meanwhile throws `IllegalStateException`, as the JDK documents
/// it. A confined arena is closed by the calling thread only, which is busy here: its loop is called without that. So
/// is every loop where `-Dsluice.kernels.hold=off` says that no memory is closed while kernels work on it.
public final class Call {

    /// What runs while the memory is held: a method of a kernel that reads its arguments from the call.
    @FunctionalInterface
    public interface Body {
        long run(Call call);
    }

    private static final boolean HOLDING = !"off".equals(System.getProperty("sluice.kernels.hold"));
    private static final int MOST_SEGMENTS = 6;
    private static final int MOST_NUMBERS = 9;
    private static final Thread OTHER = Thread.ofPlatform().unstarted(() -> {});
    private static final ThreadLocal<Call> OF_THIS_THREAD = ThreadLocal.withInitial(Call::new);

    private final MemorySegment[] segments = new MemorySegment[MOST_SEGMENTS];
    private final long[] numbers = new long[MOST_NUMBERS];
    private int segmentCount;
    private int numberCount;
    private boolean shared;
    private Object object;
    private Object other;
    private Body body;
    private long result;
    private Throwable failure;

    private Call() {
        clear();
    }

    /// The call of this thread, empty.
    public static Call begin() {
        Call call = OF_THIS_THREAD.get();
        call.segmentCount = 0;
        call.numberCount = 0;
        call.shared = false;
        return call;
    }

    /// Holds the memory of this segment, which the kernel knows to be native and open.
    public Call holding(MemorySegment segment) {
        segments[segmentCount++] = segment;
        shared |= HOLDING && segment.isAccessibleBy(OTHER);
        return this;
    }

    /// The next argument.
    public Call with(long number) {
        numbers[numberCount++] = number;
        return this;
    }

    /// The argument that is no number.
    public Call with(Object argument) {
        object = argument;
        return this;
    }

    /// Two arguments that are no numbers.
    public Call with(Object argument, Object another) {
        object = argument;
        other = another;
        return this;
    }

    /// The argument of this index.
    public long number(int index) {
        return numbers[index];
    }

    /// The argument that is no number, of this class.
    public <T> T object(Class<T> type) {
        return type.cast(object);
    }

    /// The second argument that is no number, of this class.
    public <T> T other(Class<T> type) {
        return type.cast(other);
    }

    /// What the loop returns, after it has run; throws what it throws, and `IllegalStateException` if the memory was
    /// closed since it was checked.
    public long run(Body loop) {
        body = loop;
        try {
            if (!shared || Held.FUNCTION == null) {
                return body.run(this);
            }
            Held.call(segments);
            if (failure != null) {
                throw Call.<RuntimeException>unchecked(failure);
            }
            return result;
        } finally {
            clear();
        }
    }

    private void clear() {
        Arrays.fill(segments, MemorySegment.NULL);
        object = null;
        other = null;
        body = null;
        failure = null;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /// The function of the C library; linked when it is first needed.
    private static final class Held {

        /// Null where the C library is out of reach: then memory is checked when a call begins, not held.
        static final MethodHandle FUNCTION = function();

        private static final MemorySegment COMPARISON = FUNCTION == null ? null : comparison();

        private Held() {}

        /// Functions of C find their arguments first and do not look for more: what is added is held, and ignored.
        static void call(MemorySegment[] held) {
            try {
                long found = (long)
                        FUNCTION.invokeExact(held[0], held[1], 1L, 1L, COMPARISON, held[2], held[3], held[4], held[5]);
            } catch (IllegalStateException closed) {
                throw new IllegalStateException(
                        "a segment was closed when a kernel began to work on it; keep its arena open during the call",
                        closed);
            } catch (RuntimeException | Error refused) {
                throw refused;
            } catch (Throwable impossible) {
                throw new IllegalStateException("a call of the C library failed", impossible);
            }
        }

        /// The comparison: nothing may be thrown through C.
        private static int compare(long key, long element) {
            Call call = OF_THIS_THREAD.get();
            try {
                call.result = call.body.run(call);
            } catch (Throwable thrown) {
                call.failure = thrown;
            }
            return 0;
        }

        @SuppressWarnings("restricted")
        private static MethodHandle function() {
            Linker linker = Linker.nativeLinker();
            FunctionDescriptor descriptor = FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS);
            return linker.defaultLookup()
                    .find("bsearch")
                    .map(address -> linker.downcallHandle(address, descriptor))
                    .orElse(null);
        }

        @SuppressWarnings("restricted")
        private static MemorySegment comparison() {
            try {
                MethodHandle compare = MethodHandles.lookup()
                        .findStatic(Held.class, "compare", MethodType.methodType(int.class, long.class, long.class));
                return Linker.nativeLinker()
                        .upcallStub(
                                compare,
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
                                Arena.global());
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("no comparison", impossible);
            }
        }
    }
}

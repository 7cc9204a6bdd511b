package dev.sluice.host.arrow;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Batches that a reader takes by a `struct ArrowArrayStream`, until it releases that.
@SuppressWarnings("restricted")
public final class ArrowStream {
    /// Bytes of `struct ArrowArrayStream`.
    public static final long BYTES = 40;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt CODE = ValueLayout.JAVA_INT;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final long RELEASE = 24;
    private static final long PRIVATE = 32;
    // The numbers of errno, as the interface wants them.
    private static final int EIO = 5;
    private static final int ENOMEM = 12;
    private static final int EINVAL = 22;

    private static final MemorySegment SCHEMA = stub("schema", FunctionDescriptor.of(CODE, POINTER, POINTER));
    private static final MemorySegment NEXT = stub("next", FunctionDescriptor.of(CODE, POINTER, POINTER));
    private static final MemorySegment ERROR = stub("error", FunctionDescriptor.of(POINTER, POINTER));
    private static final MemorySegment END = stub("release", FunctionDescriptor.ofVoid(POINTER));

    private static final Map<Long, ArrowStream> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    /// Where the batches come from.
    public interface Batches {
        /// Writes the type of the batches to a `struct ArrowSchema`.
        void schema(MemorySegment target);

        /// Writes the next batch to a `struct ArrowArray`, and returns true; false after the last one. Waits for it.
        boolean next(MemorySegment target);

        /// Ends them: called once, when the reader releases the stream.
        void close();
    }

    private final Batches batches;
    private volatile MemorySegment words = MemorySegment.NULL;

    private ArrowStream(Batches batches) {
        this.batches = batches;
    }

    /// Writes a stream of these batches to a `struct ArrowArrayStream`.
    public static void export(Batches batches, MemorySegment target) {
        long number = NUMBERS.incrementAndGet();
        OPEN.put(number, new ArrowStream(batches));
        target.set(LONG, 0, SCHEMA.address());
        target.set(LONG, 8, NEXT.address());
        target.set(LONG, 16, ERROR.address());
        target.set(LONG, RELEASE, END.address());
        target.set(LONG, PRIVATE, number);
    }

    private static MemorySegment stub(String name, FunctionDescriptor descriptor) {
        return ArrowStub.of(MethodHandles.lookup(), name, descriptor);
    }

    private static ArrowStream of(MemorySegment stream) {
        return OPEN.get(stream.reinterpret(BYTES).get(LONG, PRIVATE));
    }

    static int schema(MemorySegment stream, MemorySegment target) {
        ArrowStream open = of(stream);
        try {
            open.batches.schema(target.reinterpret(ArrowExport.SCHEMA_BYTES));
            return 0;
        } catch (Throwable failure) {
            return open == null ? EINVAL : open.failed(failure);
        }
    }

    /// A batch, or one that is released: the end.
    static int next(MemorySegment stream, MemorySegment target) {
        ArrowStream open = of(stream);
        try {
            MemorySegment batch = target.reinterpret(ArrowExport.ARRAY_BYTES);
            if (!open.batches.next(batch)) {
                batch.fill((byte) 0);
            }
            return 0;
        } catch (Throwable failure) {
            return open == null ? EINVAL : open.failed(failure);
        }
    }

    /// Keeps the sentence, if there is memory for it: an exception that leaves an upcall ends the process.
    private int failed(Throwable failure) {
        try {
            words = Arena.ofAuto()
                    .allocateFrom(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        } catch (OutOfMemoryError full) {
            words = MemorySegment.NULL;
            return ENOMEM;
        }
        return failure instanceof OutOfMemoryError ? ENOMEM : EIO;
    }

    /// The sentence of the last call that failed, valid until the next one; NULL if none did.
    static MemorySegment error(MemorySegment stream) {
        ArrowStream open = of(stream);
        return open == null ? MemorySegment.NULL : open.words;
    }

    static void release(MemorySegment stream) {
        MemorySegment struct = stream.reinterpret(BYTES);
        ArrowStream open = OPEN.remove(struct.get(LONG, PRIVATE));
        struct.set(LONG, RELEASE, 0);
        try {
            if (open != null) {
                open.batches.close();
            }
        } catch (Throwable failure) {
            // The interface has no way to report it.
            return;
        }
    }
}

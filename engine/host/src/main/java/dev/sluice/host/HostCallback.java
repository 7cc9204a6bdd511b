package dev.sluice.host;

import dev.sluice.chunk.Chunk;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The thread that hands the chunks of a stream to a function of the host, one call after the other.
///
/// It is the reader of the stream, and computes where a reader does: a chunk passes through no other thread. While the
/// function runs, its chunk is held; what the function calls back is refused where it would wait for its own return.
final class HostCallback extends Thread {
    private static final MethodHandle CALL = downcall();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long STACK_BYTES = 8L << 20;

    private final HostStream stream;
    private final Iterator<Chunk> chunks;
    private final MemorySegment function;
    private final MemorySegment context;
    private final MemorySegment shown = Arena.ofAuto().allocate(HostStream.CHUNK_BYTES, Long.BYTES);
    private final ReentrantLock running = new ReentrantLock();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean ended;
    private volatile boolean late;
    private boolean atEnd;
    private volatile int result;
    private volatile RuntimeException failure;

    /// Hands `chunks` of `stream` to `function`, with `context` as its first argument, once it is started.
    HostCallback(HostStream stream, Iterator<Chunk> chunks, MemorySegment function, MemorySegment context) {
        super(null, null, "sluice-callback-" + stream.stream().dataType(), STACK_BYTES);
        this.stream = stream;
        this.chunks = chunks;
        this.function = function;
        this.context = context;
        shown.set(ValueLayout.JAVA_LONG, 0, HostStream.CHUNK_BYTES);
        setDaemon(true);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle downcall() {
        return Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }

    /// Whether the calling thread is in a callback.
    static boolean isCaller() {
        return Thread.currentThread() instanceof HostCallback;
    }

    /// Refuses a call, named as hosts know it, that the callback of a stream makes and that would wait for the end of
    /// that callback.
    ///
    /// @param session of which that callback may be; null is any
    /// @throws HostException if the calling thread is in such a callback
    static void refuse(String call, HostSession session) {
        if (Thread.currentThread() instanceof HostCallback own && (session == null || own.stream.isOf(session))) {
            throw new HostException(
                    HostCode.STATE,
                    call + " inside the callback of " + own.stream + " would wait for itself; return a value that is"
                            + " not 0 to end that stream, or let another thread call");
        }
    }

    @Override
    public void run() {
        try {
            deliver();
        } catch (Throwable thrown) {
            failure = HostException.of(thrown);
            HostCode code = HostCode.of(failure);
            LastFailure.keep(failure);
            call(code, MemorySegment.NULL);
        } finally {
            if (ended && result == 0 && !atEnd) {
                failure = new HostException(HostCode.STATE, stream + " was closed before its end");
            }
            if (result != 0) {
                close();
            }
            done.countDown();
            // After that: a thread that comes to the end of its patience now sees that this one is done, or is seen
            // here.
            if (late) {
                close();
            }
        }
    }

    private void deliver() {
        boolean wanted = true;
        while (wanted && chunks.hasNext()) {
            HostStream.write(chunks.next(), shown);
            wanted = call(HostCode.OK, shown);
        }
        if (wanted) {
            call(HostCode.END, MemorySegment.NULL);
        }
    }

    /// Calls the function, unless the stream is being closed; false if no other call is to follow.
    private boolean call(HostCode with, MemorySegment chunk) {
        running.lock();
        try {
            if (ended) {
                return false;
            }
            int returned = (int) CALL.invokeExact(function, context, with.number(), chunk);
            atEnd = with != HostCode.OK;
            if (returned != 0) {
                result = returned;
                ended = true;
            }
            return returned == 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("the callback of " + stream + " cannot be called", impossible);
        } finally {
            running.unlock();
        }
    }

    private void close() {
        try {
            stream.stream().close();
        } catch (RuntimeException unclean) {
            // Its readers and its session get the same when they are closed.
            failure = failure == null ? unclean : failure;
        }
    }

    /// No call is made from now on, but for the one that may run.
    void callNoMore() {
        ended = true;
    }

    /// The same; waits for the one that runs.
    ///
    /// @throws HostException if it does not return within 5 s: then the stream is closed when it does
    void end() {
        callNoMore();
        if (isReturned()) {
            return;
        }
        late = true;
        if (done.getCount() > 0) {
            throw new HostException(
                    HostCode.STATE,
                    "the callback of " + stream + " has not returned after " + PATIENCE.toSeconds()
                            + " s; the stream is closed when it does, and calls it no more");
        }
    }

    private boolean isReturned() {
        try {
            if (!running.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            running.unlock();
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Waits until the last call has returned, for `nanos` at most unless that is negative; false if it has not.
    boolean await(long nanos) throws InterruptedException {
        if (nanos < 0) {
            done.await();
            return true;
        }
        return done.await(nanos, TimeUnit.NANOSECONDS);
    }

    /// Throws what the function was called with at last, or why it was not called to the end, if that is a failure. To
    /// be asked when the last call has returned.
    void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /// What the function returned last; not 0 if it has stopped the stream.
    int result() {
        return result;
    }
}

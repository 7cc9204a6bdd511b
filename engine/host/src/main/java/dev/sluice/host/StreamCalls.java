package dev.sluice.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The functions of the C interface that read streams: chunk by chunk, by a callback, or beside a file descriptor.
final class StreamCalls {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private StreamCalls() {}

    private static HostStream stream(long handle) {
        return ProcessCalls.HANDLES.get(handle, HostStream.class, "stream");
    }

    static int stream_next(long stream, long timeout, MemorySegment chunk) {
        try {
            PluginCalls.requireOutside("sluice_stream_next");
            HostStream opened = stream(stream);
            MemorySegment out = HostMemory.out("chunk", chunk, HostStream.CHUNK_BYTES);
            long size = out.get(LONG, 0);
            if (size < HostStream.CHUNK_BYTES) {
                throw new HostException(
                        HostCode.VERSION,
                        "size=" + size + " of sluice_chunk is less than " + HostStream.CHUNK_BYTES
                                + ": set it to sizeof(sluice_chunk)");
            }
            return opened.next(timeout, out).number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int stream_callback(long stream, MemorySegment function, MemorySegment context) {
        try {
            if (function.address() == 0) {
                throw new HostException(HostCode.ARGUMENT, "function is NULL");
            }
            stream(stream).deliver(function, context);
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int stream_wait(long stream, long timeout, MemorySegment result) {
        try {
            PluginCalls.requireOutside("sluice_stream_wait");
            HostStream opened = stream(stream);
            HostCallback callback = opened.callback();
            opened.refuseWithinCallback("sluice_stream_wait");
            if (!callback.await(timeout)) {
                return HostCode.TIMEOUT.number();
            }
            if (result.address() != 0) {
                HostMemory.out("result", result, Integer.BYTES).set(INT, 0, callback.result());
            }
            callback.throwFailure();
            return HostCode.END.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int stream_fd(long stream, MemorySegment fd) {
        try {
            MemorySegment out = HostMemory.out("fd", fd, Integer.BYTES);
            out.set(INT, 0, stream(stream).descriptor());
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    /// Whether the calling thread is in a callback, or in a plugin: 1, or 0.
    static int in_callback() {
        return HostCallback.isCaller() || PluginCalls.isInside() ? 1 : 0;
    }
}

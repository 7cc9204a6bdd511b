package dev.sluice.context.faults;

import java.io.IOException;

/// Where a plugin may go wrong: when it is prepared, reset, computes, or is closed.
///
/// @param prepare thrown when a worker is prepared; null for nothing
/// @param reset   thrown when a segment begins; null for nothing
/// @param compute strikes while it computes
/// @param close   an `IOException` or `Error`, thrown when a worker is closed; null for nothing
record Hooks(Throwable prepare, Throwable reset, Fault compute, Throwable close) {
    static final Hooks NONE = new Hooks(null, null, Fault.NONE, null);

    static Hooks computing(Fault fault) {
        return new Hooks(null, null, fault, null);
    }

    static Hooks watching(Fault.Watch watch) {
        return computing(Fault.watching(watch));
    }

    static Hooks preparing(Throwable thrown) {
        return new Hooks(thrown, null, Fault.NONE, null);
    }

    static Hooks resetting(Throwable thrown) {
        return new Hooks(null, thrown, Fault.NONE, null);
    }

    static Hooks closing(Throwable thrown) {
        return new Hooks(null, null, Fault.NONE, thrown);
    }

    static void raise(Throwable thrown) throws Exception {
        if (thrown != null) {
            Fault.raise(thrown);
        }
    }

    /// What a worker has made ready: a running sum, and the failure to close it.
    Memory memory() throws Exception {
        raise(prepare);
        return new Memory(close);
    }

    /// What a plugin remembers.
    static final class Memory implements AutoCloseable {
        long sum;
        private final Throwable closing;

        Memory(Throwable closing) {
            this.closing = closing;
        }

        @Override
        public void close() throws IOException {
            if (closing instanceof Error) {
                throw (Error) closing;
            }
            if (closing != null) {
                throw (IOException) closing;
            }
        }
    }
}

package dev.sluice.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The words of each thread's last failed call, in memory that the host reads.
///
/// The memory belongs to the thread: it is valid until the thread's next failure. What threads that have ended leave is
/// given to others, so that a host of many short threads holds as much as it has threads at once.
final class LastFailure {
    /// Bytes, the terminating 0 included; longer words are cut.
    static final int MOST = 8192;

    /// What a thread gets whose stack did not suffice.
    static final String NO_STACK = "this thread's stack is used up; call from threads with 256 KiB of stack or more";

    private static final MemorySegment NO_MEMORY =
            Arena.global().allocateFrom("there is no memory for the sentence of what failed; start with a larger heap");
    private static final ThreadLocal<LastFailure> OF_THREAD = ThreadLocal.withInitial(LastFailure::take);
    private static final List<LastFailure> ALL = new ArrayList<>();
    private static int next;

    private final MemorySegment words = Arena.global().allocate(MOST);
    private Thread owner = Thread.currentThread();

    private LastFailure() {}

    /// Memory for the calling thread: of one that has ended, as long as two looks find one.
    private static synchronized LastFailure take() {
        for (int looks = 0; looks < 2 && looks < ALL.size(); looks++) {
            next = next + 1 < ALL.size() ? next + 1 : 0;
            LastFailure kept = ALL.get(next);
            if (!kept.owner.isAlive()) {
                kept.owner = Thread.currentThread();
                kept.words.set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
                return kept;
            }
        }
        LastFailure made = new LastFailure();
        ALL.add(made);
        return made;
    }

    /// Address of the calling thread's words, which end in a 0; empty where no call of it has failed. Throws nothing:
    /// an exception that leaves an upcall ends the process.
    static MemorySegment words() {
        try {
            return OF_THREAD.get().words;
        } catch (OutOfMemoryError full) {
            return NO_MEMORY;
        }
    }

    /// Keeps what `failure` says for the calling thread, and returns the code of its kind.
    static int keep(Throwable failure) {
        HostCode code = HostCode.of(failure);
        try {
            write(sentence(code, failure), OF_THREAD.get().words);
        } catch (OutOfMemoryError full) {
            return HostCode.MEMORY.number();
        }
        return code.number();
    }

    /// Writes `text` and a 0 to `target`, cut between characters where it is too long.
    static void write(String text, MemorySegment target) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = (int) Math.min(bytes.length, target.byteSize() - 1);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, length);
        target.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
    }

    private static String sentence(HostCode code, Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof StackOverflowError) {
            return NO_STACK;
        }
        if (code == HostCode.INTERNAL) {
            StackTraceElement[] stack = failure.getStackTrace();
            return "a fault of Sluice, please report it: " + failure + (stack.length == 0 ? "" : " at " + stack[0]);
        }
        if (failure instanceof OutOfMemoryError) {
            return "the Java heap is full: " + message + "; start with a larger heap";
        }
        return message == null ? failure.toString() : HostWords.of(message);
    }
}

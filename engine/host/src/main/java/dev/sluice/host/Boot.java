package dev.sluice.host;

import java.lang.foreign.MemorySegment;

/// What the header calls once, through JNI, after it has started the JVM.
public final class Boot {
    private Boot() {}

    /// Fills the host's table of functions with upcalls; returns 0, or a negative code with words for the host.
    ///
    /// @param table      address of the header's `sluice_api`
    /// @param tableBytes its size, as the host was compiled
    /// @param words      address where the reason of a failure goes, as text that ends in a 0
    /// @param wordsBytes room for it, at least 1
    @SuppressWarnings("restricted")
    public static int boot(long table, long tableBytes, long words, long wordsBytes) {
        try {
            ApiTable.fill(MemorySegment.ofAddress(table).reinterpret(tableBytes));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            LastFailure.write(
                    String.valueOf(failure), MemorySegment.ofAddress(words).reinterpret(wordsBytes));
            return HostCode.of(failure).number();
        }
    }
}

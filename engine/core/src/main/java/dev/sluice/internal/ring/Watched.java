package dev.sluice.internal.ring;

import dev.sluice.chunk.TimeRange;
import java.util.List;

/// What should go on as long as there is work: a worker, a source or a reader. Asked by the watchdog, while the
/// others run: what it says is exact once nothing moves.
public interface Watched {
    /// What [#position()] says while there is nothing to do.
    long IDLE = Long.MIN_VALUE;

    /// A number that changes whenever it goes on.
    long position();

    /// The plugin, the source, or `reader`.
    String who();

    /// What it computes, reads, or does not take.
    String dataType();

    /// The chunk that it is at.
    long chunk();

    /// The interval of that chunk; null if it is not known.
    default TimeRange range() {
        return null;
    }

    /// Where its thread is; nothing if that is not known.
    default List<StackTraceElement> stack() {
        return List.of();
    }

    /// Whether it belongs to the run, which may be failed for it; a reader does not.
    default boolean isOfTheRun() {
        return true;
    }
}

package dev.sluice.plugin;

import java.util.Objects;
import java.util.function.Consumer;

/// What a plugin asks of the engine about the chunks that it is handed. Immutable; each method returns another demand.
///
/// A plugin that asks for nothing looks at one record, or one chunk, at a time: it is computed together with its
/// neighbours, in one pass over a chunk, by any number of workers. Every demand but [#executor] opens a stage of its
/// own.
///
/// @param stateful     whether chunks are computed in order: all of them by one worker, or those between two silences
/// @param breakGap     a break in time longer than this begins a new segment, in the unit of the input; negative: none
///     does
/// @param haloLeft     how long before its chunk the plugin sees records of its inputs, in the unit of time
/// @param haloRight    how long after its chunk it does
/// @param covering     whether the inputs but the first are shown as far as the records of the first reach
/// @param whole        whether it is handed all of the run in one chunk
/// @param dividing     whether it makes several chunks of one
/// @param maxWorkers   most threads that compute it at a time; 0 for as many as the run has
/// @param chunkRecords records of the first input per chunk; 0 takes the chunks as they come
/// @param executor     what kind of thread computes it
/// @param silence      the silence across which its results do not reach; null if there is none
public record Requirements(
        boolean stateful,
        long breakGap,
        long haloLeft,
        long haloRight,
        boolean covering,
        boolean whole,
        boolean dividing,
        int maxWorkers,
        long chunkRecords,
        ExecutorType executor,
        Silence silence) {
    /// Nothing special.
    public static final Requirements NONE =
            new Requirements(false, -1, 0, 0, false, false, false, 0, 0, ExecutorType.THREAD, null);

    /// Checks the numbers.
    public Requirements {
        Objects.requireNonNull(executor, "executor");
        if (haloLeft < 0 || haloRight < 0) {
            throw new IllegalArgumentException("a halo is negative: haloLeft=" + haloLeft + ", haloRight=" + haloRight
                    + "; give times of 0 or more");
        }
        if (maxWorkers < 0) {
            throw new IllegalArgumentException(
                    "maxWorkers=" + maxWorkers + " is negative; give 1 or more, or 0 for those of the run");
        }
        if (silence != null && (breakGap >= 0 || whole || !stateful)) {
            throw new IllegalArgumentException("a silence is asked for where it is of no use: stateful=" + stateful
                    + ", breakGap=" + breakGap + ", whole=" + whole
                    + "; ask for it with inOrder() and without breaks, and not for the whole run");
        }
        if (chunkRecords < 0) {
            throw new IllegalArgumentException(
                    "chunkRecords=" + chunkRecords + " is negative; give 1 or more, or 0 for chunks as they come");
        }
    }

    /// The same, computed by one worker in order.
    public Requirements inOrder() {
        return with(draft -> draft.stateful = true);
    }

    /// The same, with state that is reset where nothing is recorded for longer than `gap`.
    ///
    /// @throws IllegalArgumentException if the gap is negative
    public Requirements breakingAt(long gap) {
        if (gap < 0) {
            throw new IllegalArgumentException("a break in time is negative: gap=" + gap + "; give 0 or more");
        }
        return with(draft -> draft.breakGap = gap);
    }

    /// The same, with so much time shown on either side.
    public Requirements halo(long left, long right) {
        return with(draft -> {
            draft.haloLeft = left;
            draft.haloRight = right;
        });
    }

    /// The same, with the other inputs shown as far as the records of the first reach.
    public Requirements coveringFirst() {
        return with(draft -> draft.covering = true);
    }

    /// The same, handed all of the run at once.
    public Requirements wholeRun() {
        return with(draft -> draft.whole = true);
    }

    /// The same, making several chunks of one.
    public Requirements dividingChunks() {
        return with(draft -> draft.dividing = true);
    }

    /// The same, computed by at most so many threads.
    public Requirements workers(int most) {
        return with(draft -> draft.maxWorkers = most);
    }

    /// The same, with chunks of about so many records of the first input.
    public Requirements chunks(long records) {
        return with(draft -> draft.chunkRecords = records);
    }

    /// The same, computed by another kind of thread.
    public Requirements on(ExecutorType kind) {
        return with(draft -> draft.executor = kind);
    }

    /// The same, in order, with state that is [forgotten][StreamingPlugin#reset] at some or all silences of that
    /// length: as results do not reach across them, the engine cuts chunks there and computes them on all workers.
    ///
    /// Where no silence comes soon, chunks go on in order, with the halo. A chunk that lies between two silences has no
    /// halo of the first input; the others are shown from the left halo on to its end. What the plugin
    /// [prepares][StreamingPlugin#prepare] is used by one thread at a time, but not always by the same.
    ///
    /// @throws IllegalArgumentException if breaks in time or the whole run are asked for too
    public Requirements forgettingAt(Silence length) {
        return with(draft -> {
            draft.stateful = true;
            draft.silence = Objects.requireNonNull(length, "length");
        });
    }

    /// Whether the plugin may be computed in one pass with those before it.
    public boolean isLocal() {
        return equals(NONE);
    }

    /// Whether one worker computes all chunks, as there is no silence at which state is forgotten.
    public boolean isOrdered() {
        return stateful && silence == null;
    }

    /// Whether chunks are cut at silences.
    public boolean hasSilence() {
        return silence != null;
    }

    /// Whether records outside the chunk are shown.
    public boolean hasHalo() {
        return haloLeft > 0 || haloRight > 0 || covering;
    }

    /// Whether a break in time begins a new segment.
    public boolean hasBreaks() {
        return breakGap >= 0;
    }

    private Requirements with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.requirements();
    }

    /// What is asked for while some of it is changed.
    private static final class Draft {
        private boolean stateful;
        private long breakGap;
        private long haloLeft;
        private long haloRight;
        private boolean covering;
        private boolean whole;
        private boolean dividing;
        private int maxWorkers;
        private long chunkRecords;
        private ExecutorType executor;
        private Silence silence;

        Draft(Requirements from) {
            stateful = from.stateful;
            breakGap = from.breakGap;
            haloLeft = from.haloLeft;
            haloRight = from.haloRight;
            covering = from.covering;
            whole = from.whole;
            dividing = from.dividing;
            maxWorkers = from.maxWorkers;
            chunkRecords = from.chunkRecords;
            executor = from.executor;
            silence = from.silence;
        }

        Requirements requirements() {
            return new Requirements(
                    stateful,
                    breakGap,
                    haloLeft,
                    haloRight,
                    covering,
                    whole,
                    dividing,
                    maxWorkers,
                    chunkRecords,
                    executor,
                    silence);
        }
    }
}

package dev.sluice.plugin;

import java.util.Objects;

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
        return new Requirements(
                true,
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

    /// The same, with state that is reset where nothing is recorded for longer than `gap`.
    ///
    /// @throws IllegalArgumentException if the gap is negative
    public Requirements breakingAt(long gap) {
        if (gap < 0) {
            throw new IllegalArgumentException("a break in time is negative: gap=" + gap + "; give 0 or more");
        }
        return new Requirements(
                stateful,
                gap,
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

    /// The same, with so much time shown on either side.
    public Requirements halo(long left, long right) {
        return new Requirements(
                stateful,
                breakGap,
                left,
                right,
                covering,
                whole,
                dividing,
                maxWorkers,
                chunkRecords,
                executor,
                silence);
    }

    /// The same, with the other inputs shown as far as the records of the first reach.
    public Requirements coveringFirst() {
        return new Requirements(
                stateful,
                breakGap,
                haloLeft,
                haloRight,
                true,
                whole,
                dividing,
                maxWorkers,
                chunkRecords,
                executor,
                silence);
    }

    /// The same, handed all of the run at once.
    public Requirements wholeRun() {
        return new Requirements(
                stateful,
                breakGap,
                haloLeft,
                haloRight,
                covering,
                true,
                dividing,
                maxWorkers,
                chunkRecords,
                executor,
                silence);
    }

    /// The same, making several chunks of one.
    public Requirements dividingChunks() {
        return new Requirements(
                stateful,
                breakGap,
                haloLeft,
                haloRight,
                covering,
                whole,
                true,
                maxWorkers,
                chunkRecords,
                executor,
                silence);
    }

    /// The same, computed by at most so many threads.
    public Requirements workers(int most) {
        return new Requirements(
                stateful,
                breakGap,
                haloLeft,
                haloRight,
                covering,
                whole,
                dividing,
                most,
                chunkRecords,
                executor,
                silence);
    }

    /// The same, with chunks of about so many records of the first input.
    public Requirements chunks(long records) {
        return new Requirements(
                stateful,
                breakGap,
                haloLeft,
                haloRight,
                covering,
                whole,
                dividing,
                maxWorkers,
                records,
                executor,
                silence);
    }

    /// The same, computed by another kind of thread.
    public Requirements on(ExecutorType kind) {
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
                kind,
                silence);
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
        return new Requirements(
                true,
                breakGap,
                haloLeft,
                haloRight,
                covering,
                whole,
                dividing,
                maxWorkers,
                chunkRecords,
                executor,
                Objects.requireNonNull(length, "length"));
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
}

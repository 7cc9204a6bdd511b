package dev.sluice.plugin;

import dev.sluice.record.Records;
import java.util.Objects;

/// A stretch of time without records across which the results of a plugin do not reach. Immutable.
///
/// It is measured between the greatest end of all records of the first input so far and the next start. Nothing that
/// is computed from the records before it depends on those after it, and the reverse; results of those before start
/// less than `length - before` after their greatest end, and results of those after at most `before` before their
/// first start. What a plugin declares wrongly makes its results depend on the chunks.
///
/// @param length    how long nothing is recorded at least, in the unit of time of the input; the
///     greatest int64: no silence is long enough
/// @param before    how long before the first record after the silence a result may start; less than `length`
/// @param numbers   whether the plugin [numbers][ChunkOutput#number] its results over the run
/// @param reach     how far a record reaches, if not to its end; null for the end
public record Silence(long length, long before, boolean numbers, Reach reach) {
    /// Until when a record is of influence.
    @FunctionalInterface
    public interface Reach {
        /// There is no influence: the record does not end a silence.
        long NONE = Long.MIN_VALUE;

        /// The first instant at which record `index` is of no influence, or [#NONE]; allocates nothing. Called once per
        /// record, by one thread.
        long end(Records records, long index);
    }

    /// Checks the lengths.
    public Silence {
        if (before < 0 || length <= before) {
            throw new IllegalArgumentException("no silence: length=" + length + ", before=" + before
                    + "; before is 0 or more, and length more than that");
        }
    }

    /// A silence of `length`, 1 or more, across which nothing reaches.
    public static Silence of(long length) {
        return new Silence(length, 0, false, null);
    }

    /// A silence that is longer than `time`, 0 or more.
    public static Silence over(long time) {
        return of(time == Long.MAX_VALUE ? time : time + 1);
    }

    /// The same, with results that start up to `time` before the first record that they come from.
    public Silence startingBefore(long time) {
        return new Silence(length, time, numbers, reach);
    }

    /// The same, of a plugin that [numbers][ChunkOutput#number] its results: chunks then wait for each other there.
    public Silence numbering() {
        return new Silence(length, before, true, reach);
    }

    /// The same, measured from how far records reach instead of from their ends.
    public Silence reaching(Reach how) {
        return new Silence(length, before, numbers, Objects.requireNonNull(how, "how"));
    }
}

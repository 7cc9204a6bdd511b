package dev.sluice.source;

import dev.sluice.chunk.TimeRange;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;
import dev.sluice.waveform.WaveformFields;
import java.util.Optional;

/// Where chunks of records may end so that nothing that belongs together is torn. Immutable.
///
/// Records of a disjoint type must not be open there; fragments of pulses, known by the fields `record_i` and
/// `pulse_length`, need their neighbours and the first fragment, so their whole pulse must not be.
public final class PulseBounds {
    private static final int PICOSECONDS_IN_NANOSECOND = 1000;

    private final RecordTimes times;
    private final boolean disjoint;
    private final LongField fragment;
    private final LongField length;
    private final LongField dt;
    private final int samples;
    private final long longest;
    private final DoubleField interval;
    private final double unit;
    private final boolean instants;
    private final long longestRecord;

    private PulseBounds(RecordType type) {
        boolean fragments = type.has("record_i")
                && type.has("pulse_length")
                && type.has("dt")
                && type.field("dt").type().isInteger()
                && WaveformFields.samples(type).isPresent();
        times = type.times();
        disjoint = type.isDisjoint();
        fragment = fragments ? type.longField("record_i") : null;
        length = fragments ? type.longField("pulse_length") : null;
        dt = fragments ? type.longField("dt") : null;
        samples = fragments ? WaveformFields.samples(type).get().elements() : 0;
        longest = fragments ? samples * numbers(type.field("record_i").type()) : 0;
        instants = times.endRule() == RecordTimes.EndRule.INSTANTANEOUS;
        Optional<Field> wave = WaveformFields.samples(type);
        boolean timed = instants
                && wave.isPresent()
                && type.has("dt")
                && type.field("dt").isScalar();
        interval = timed ? type.doubleField("dt") : null;
        unit = timed
                ? wave.get().elements()
                        * (type.timeResolution() == TimeResolution.PICOSECONDS ? PICOSECONDS_IN_NANOSECOND : 1)
                : 0;
        longestRecord = longestRecord(type, wave);
    }

    /// How records of that type hang together.
    public static PulseBounds of(RecordType type) {
        return new PulseBounds(type);
    }

    /// Whether there is anything that must not be torn.
    boolean matter() {
        return disjoint || fragment != null;
    }

    /// Whether the pulse of the record is no longer than all fragments that `record_i` can number: a longer one would
    /// hold chunks open for hours.
    boolean isPossible(Records records, long index) {
        if (fragment == null) {
            return true;
        }
        long claimed = length.get(records, index);
        return claimed >= 0 && claimed <= longest;
    }

    /// The same of all records of the block; false also where the columns of pulses are not to be had.
    boolean arePossible(RecordBlock block) {
        return fragment == null
                || block.fragments() != null
                        && block.dts() != null
                        && block.pulseLengths() != null
                        && block.areWithin(block.pulseLengths(), 0, longest);
    }

    /// What is wrong with the pulse of such a record.
    String fault(Records records, long index) {
        return "pulse_length=" + length.get(records, index) + ", which is not within 0 and " + longest
                + ", the samples of as many fragments as record_i can number";
    }

    /// Whether the records are fragments of pulses.
    public boolean areFragments() {
        return fragment != null;
    }

    /// Whether a record goes on after its start, so that something may be found in it that starts later.
    public boolean haveDuration() {
        return !instants || interval != null;
    }

    /// Where the whole record ends: one that counts as an instant lasts as long as its samples do.
    long recordEnd(Records records, long index) {
        if (interval == null) {
            return times.end(records, index);
        }
        double duration = Math.ceil(interval.get(records, index) * unit);
        long start = times.start(records, index);
        // A NaN is 0.
        long lasts = Math.max(0, (long) duration);
        return start > Long.MAX_VALUE - lasts ? Long.MAX_VALUE : start + lasts;
    }

    /// Whether a record goes on after what counts as its end.
    boolean outlastTheirEnds() {
        return interval != null;
    }

    /// How long a sound record lasts at most, as far as its type says; the greatest int64 if it does not.
    long longestRecord() {
        return longestRecord;
    }

    private static long longestRecord(RecordType type, Optional<Field> wave) {
        if (type.times().endRule() != RecordTimes.EndRule.LENGTH_TIMES_DT || wave.isEmpty()) {
            return Long.MAX_VALUE;
        }
        FieldType dt = type.times().dt().orElseThrow().type();
        return dt.size() > Short.BYTES ? Long.MAX_VALUE : wave.get().elements() * numbers(dt);
    }

    /// The greatest of what [#recordEnd] gives for the records of the block.
    long latestRecordEnd(RecordBlock block) {
        if (interval == null) {
            return block.latestEnd();
        }
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < block.count(); i++) {
            latest = Math.max(latest, recordEnd(block.records(), block.from() + i));
        }
        return latest;
    }

    /// When the pulse of the record starts.
    long start(Records records, long index) {
        long start = times.start(records, index);
        return fragment == null ? start : start - fragment.get(records, index) * samples * dt.get(records, index);
    }

    /// Whether the record is a fragment of a pulse that starts before the range, or goes on after it.
    boolean isTorn(Records records, long index, TimeRange range) {
        return fragment != null
                && (range.start() != Long.MIN_VALUE && start(records, index) < range.start()
                        || range.end() != Long.MAX_VALUE && end(records, index) > range.end());
    }

    /// Makes the fragment a pulse of its own.
    void seal(Records records, long index) {
        long left = length.get(records, index) - samples * fragment.get(records, index);
        fragment.set(records, index, 0);
        length.set(records, index, Math.max(0, Math.min(samples, left)));
    }

    /// How many fragments a field of this type can number, up to 2^31.
    private static long numbers(FieldType type) {
        int bits = Byte.SIZE * type.size() - (type.kind() == FieldType.Kind.SIGNED ? 1 : 0);
        return 1L << Math.min(bits, Integer.SIZE - 1);
    }

    /// Until when what the record belongs to is open.
    long end(Records records, long index) {
        long end = times.end(records, index);
        if (fragment == null) {
            return end;
        }
        long left = length.get(records, index) - samples * fragment.get(records, index);
        long open = times.start(records, index) + Math.min(left, Integer.MAX_VALUE) * dt.get(records, index);
        return left > 0 ? Math.max(end, open) : end;
    }

    /// The greatest of what [#end] gives for the records of the block, whose pulses are [possible][#arePossible].
    long latestEnd(RecordBlock block) {
        if (fragment == null) {
            return block.latestEnd();
        }
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < block.count(); i++) {
            latest = Math.max(latest, end(block, i));
        }
        return latest;
    }

    /// The first record of such a block before which a chunk may end, or as many as it has: the record in front of it
    /// starts at `before`, and what came until then is open until `open`.
    int firstCut(RecordBlock block, long before, long open) {
        long earlier = before;
        long until = matter() ? open : Long.MIN_VALUE;
        for (int i = 0; i < block.count(); i++) {
            long start = block.starts()[i];
            if (start > earlier && start >= until) {
                return i;
            }
            earlier = start;
            until = matter() ? Math.max(until, end(block, i)) : until;
        }
        return block.count();
    }

    private long end(RecordBlock block, int i) {
        long end = block.ends()[i];
        if (fragment == null) {
            return end;
        }
        long left = block.pulseLengths()[i] - samples * block.fragments()[i];
        long open = block.starts()[i] + Math.min(left, Integer.MAX_VALUE) * block.dts()[i];
        return left > 0 ? Math.max(end, open) : end;
    }
}

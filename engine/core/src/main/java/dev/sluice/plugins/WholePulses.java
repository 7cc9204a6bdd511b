package dev.sluice.plugins;

import dev.sluice.record.FieldType;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.WaveformFields;

/// Where chunks of records may end so that nothing that belongs together is torn. Immutable.
///
/// Records of a disjoint type must not be open there; fragments of pulses, told by the fields `record_i` and
/// `pulse_length`, need their neighbours and the first fragment, so their whole pulse must not be.
final class WholePulses {
    private final RecordTimes times;
    private final boolean disjoint;
    private final LongField fragment;
    private final LongField length;
    private final LongField dt;
    private final int samples;
    private final long longest;

    private WholePulses(RecordType type) {
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
    }

    static WholePulses of(RecordType type) {
        return new WholePulses(type);
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

    /// What is wrong with the pulse of such a record.
    String fault(Records records, long index) {
        return "pulse_length=" + length.get(records, index) + ", which is not within 0 and " + longest
                + ", the samples of as many fragments as record_i can number";
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
}

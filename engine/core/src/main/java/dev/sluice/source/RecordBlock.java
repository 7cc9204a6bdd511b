package dev.sluice.source;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.WaveformFields;

/// The numbers of some hundred records in a row, read column by column, for those that judge many at once. Of one
/// thread; allocates nothing after it is made.
///
/// A column that the type does not have is `null`, as is one of `<u8`: then records are judged one by one.
final class RecordBlock {
    /// Records of a block: its columns stay in the first-level cache.
    static final int MOST = 256;

    private final RecordTimes times;
    private final LongField lengthField;
    private final LongField dtField;
    private final LongField channelField;
    private final LongField boardField;
    private final LongField pulseLengthField;
    private final LongField fragmentField;
    private final long[] starts = new long[MOST];
    private final long[] ends = new long[MOST];
    private final long[] lengths;
    private final long[] dts;
    private final long[] channels;
    private final long[] boards;
    private final long[] pulseLengths;
    private final long[] fragments;
    private Records records;
    private long from;
    private int count;

    RecordBlock(RecordType type) {
        times = type.times();
        lengthField = WaveformFields.validLength(type)
                .map(field -> DoubtfulRecords.number(type, field.name()))
                .orElse(null);
        dtField = DoubtfulRecords.number(type, "dt");
        channelField = DoubtfulRecords.number(type, "channel");
        boardField = DoubtfulRecords.number(type, "board");
        pulseLengthField = DoubtfulRecords.number(type, "pulse_length");
        fragmentField = DoubtfulRecords.number(type, "record_i");
        lengths = column(lengthField);
        dts = column(dtField);
        channels = column(channelField);
        boards = column(boardField);
        pulseLengths = column(pulseLengthField);
        fragments = column(fragmentField);
    }

    private static long[] column(LongField field) {
        return field == null ? null : new long[MOST];
    }

    /// Reads records `from` to `from + count` of `records`, at most [#MOST]. False if their ends are not to be had so,
    /// or one of them lies beyond int64.
    boolean read(Records source, long first, int number) {
        records = source;
        from = first;
        count = number;
        read(times.startField(), starts);
        read(lengthField, lengths);
        read(dtField, dts);
        read(channelField, channels);
        read(boardField, boards);
        read(pulseLengthField, pulseLengths);
        read(fragmentField, fragments);
        return readEnds();
    }

    private void read(LongField field, long[] column) {
        if (field != null) {
            field.column(records, from, count, column);
        }
    }

    private boolean readEnds() {
        switch (times.endRule()) {
            case ENDTIME -> read(times.endField(), ends);
            case INSTANTANEOUS -> System.arraycopy(starts, 0, ends, 0, count);
            case LENGTH_TIMES_DT -> {
                return lengths != null && dts != null && addSpans();
            }
        }
        return true;
    }

    /// A product of two int32 is an int64: only then it is known that no span wraps.
    private boolean addSpans() {
        long wide = 0;
        long wrapped = 0;
        for (int i = 0; i < count; i++) {
            long length = lengths[i];
            long dt = dts[i];
            long span = length * dt;
            long end = starts[i] + span;
            wide |= length ^ (int) length | dt ^ (int) dt;
            wrapped |= (starts[i] ^ end) & (span ^ end);
            ends[i] = end;
        }
        return wide == 0 && wrapped >= 0;
    }

    int count() {
        return count;
    }

    /// Keeps the first records only.
    void keep(int number) {
        count = number;
    }

    Records records() {
        return records;
    }

    /// The number of the first record among those that it is one of.
    long from() {
        return from;
    }

    long[] starts() {
        return starts;
    }

    long[] ends() {
        return ends;
    }

    long[] lengths() {
        return lengths;
    }

    long[] dts() {
        return dts;
    }

    long[] channels() {
        return channels;
    }

    long[] boards() {
        return boards;
    }

    long[] pulseLengths() {
        return pulseLengths;
    }

    long[] fragments() {
        return fragments;
    }

    long lastStart() {
        return starts[count - 1];
    }

    long lastEnd() {
        return ends[count - 1];
    }

    long latestEnd() {
        return greatest(ends);
    }

    /// Whether none of these numbers is below `least` or above `most`.
    boolean areWithin(long[] column, long least, long most) {
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            low = Math.min(low, column[i]);
            high = Math.max(high, column[i]);
        }
        return low >= least && high <= most;
    }

    /// Whether no record starts before the one in front of it, the first one not before `earliest`, and none ends
    /// before it starts.
    boolean areInOrder(long earliest) {
        long before = earliest;
        boolean good = true;
        for (int i = 0; i < count; i++) {
            good &= starts[i] >= before & ends[i] >= starts[i];
            before = starts[i];
        }
        return good;
    }

    /// Whether no record is in a lower channel than the one in front of it that starts at the same time; that of the
    /// first one starts at `start`, in channel `number`.
    boolean areTiesInOrder(long start, long number) {
        long before = start;
        long lower = number;
        boolean good = true;
        for (int i = 0; i < count; i++) {
            good &= starts[i] != before | channels[i] >= lower;
            before = starts[i];
            lower = channels[i];
        }
        return good;
    }

    private long greatest(long[] column) {
        long high = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            high = Math.max(high, column[i]);
        }
        return high;
    }
}

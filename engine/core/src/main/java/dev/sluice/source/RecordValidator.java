package dev.sluice.source;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.NumpyConversion;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.WaveformFields;
import java.util.ArrayList;
import java.util.List;

/// Judges records one by one: each starts no earlier than the one in front of it, in no lower channel where they start
/// at one time, does not end before it starts, and has no more valid samples than it has samples, nor is part of a
/// pulse longer than fragments can number. What fails is an error, or is left out and remembered as a loss.
///
/// Used by one thread; allocates nothing for a sound record.
final class RecordValidator {
    private final FailurePolicy policy;
    private final TimeRange range;
    private final RecordTimes times;
    private final LongField length;
    private final Field samples;
    private final PulseBounds pulses;
    private final LongField channel;
    private final List<Run> runs = new ArrayList<>();
    // Of the record that passed last.
    private long lastStart = Long.MIN_VALUE;
    private long lastChannel = Long.MIN_VALUE;

    /// A validator of records of `type`, which leaves out what fails if `policy` is to skip.
    RecordValidator(RecordType type, FailurePolicy policy, TimeRange range) {
        this.policy = policy;
        this.range = range;
        this.times = type.times();
        this.samples = WaveformFields.samples(type)
                .filter(field -> field.shape().size() == 1)
                .orElse(null);
        this.pulses = PulseBounds.of(type);
        this.channel = RecordTimes.tieBreaker(type).orElse(null);
        this.length = WaveformFields.validLength(type)
                .filter(field -> field.isScalar() && field.type().isInteger())
                .map(field -> type.longField(field.name()))
                .orElse(null);
    }

    /// Whether the record is sound; `earliest` is when the one in front of it starts.
    ///
    /// @throws ChunkLawException if it is not, and the policy is to fail
    boolean passes(RecordPart part, long index, long earliest) {
        Records records = part.records();
        long start = times.start(records, index);
        if (start >= earliest
                && !isTied(records, index, start)
                && start != Long.MAX_VALUE
                && fits(records, index)
                && pulses.isPossible(records, index)
                && times.end(records, index) >= start) {
            pass(start, channel == null ? 0 : channel.bits(records, index, 0));
            return true;
        }
        if (policy == FailurePolicy.FAIL) {
            throw new ChunkLawException(fault(records, index, earliest, part.name()) + "; "
                    + remedy(start < earliest, isTied(records, index, start))
                    + ", or leave such records out with --on-error skip");
        }
        note(part, index, start, earliest);
        return false;
    }

    /// Whether all records of the block would pass one after the other; `earliest` is when the one in front of them
    /// starts. False also where that is not seen from their columns.
    boolean pass(RecordBlock block, long earliest) {
        boolean counted = length == null
                || samples == null
                || block.lengths() != null && block.areWithin(block.lengths(), 0, samples.elements());
        return counted
                && block.areInOrder(earliest)
                && (channel == null || block.channels() != null && block.areTiesInOrder(lastStart, lastChannel))
                && block.lastStart() != Long.MAX_VALUE
                && pulses.arePossible(block);
    }

    /// Notes that the records of the block have passed.
    void passed(RecordBlock block) {
        pass(block.lastStart(), channel == null ? 0 : block.channels()[block.count() - 1]);
    }

    /// Whether it starts when the record in front of it does, but in a lower channel.
    private boolean isTied(Records records, long index, long start) {
        return start == lastStart && channel != null && channel.bits(records, index, 0) < lastChannel;
    }

    private void pass(long start, long number) {
        lastStart = start;
        lastChannel = number;
    }

    private boolean fits(Records records, long index) {
        if (length == null || samples == null) {
            return true;
        }
        long valid = length.bits(records, index, 0);
        return valid >= 0 && valid <= samples.elements();
    }

    private String fault(Records records, long index, long earliest, String name) {
        String which = "record " + index + " of " + name;
        long start = times.start(records, index);
        if (start < earliest) {
            return which + " starts at time=" + start + ", before the one in front of it at time=" + earliest;
        }
        if (isTied(records, index, start)) {
            return which + " starts at time=" + start + " in channel=" + channel.bits(records, index, 0)
                    + ", the one in front of it at the same time in channel=" + lastChannel;
        }
        if (start == Long.MAX_VALUE) {
            return which + " starts at time=" + start + ", the largest int64, which no chunk can hold";
        }
        if (!fits(records, index)) {
            return which + " has " + length.field().name() + "=" + length.bits(records, index, 0)
                    + ", which is not within 0 and " + samples.elements() + ", the samples of field '" + samples.name()
                    + "'";
        }
        if (!pulses.isPossible(records, index)) {
            return which + " has " + pulses.fault(records, index);
        }
        return which + " ends at time=" + times.end(records, index) + ", before it starts at time=" + start;
    }

    private static String remedy(boolean unsorted, boolean tied) {
        if (tied) {
            return "sort the records with " + NumpyConversion.sortedByChannel();
        }
        return unsorted ? "sort the records with " + NumpyConversion.sorted() : "correct its fields";
    }

    /// Neighbours that go back in time are one loss, as are neighbours that are broken in themselves.
    private void note(RecordPart part, long index, long start, long earliest) {
        boolean unsorted = start < earliest || isTied(part.records(), index, start);
        long to = Math.max(soundEnd(part.records(), index, start), start == Long.MAX_VALUE ? start : start + 1);
        Run run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (run == null || run.part != part || run.next != index || run.unsorted != unsorted) {
            run = new Run(part, index, unsorted, fault(part.records(), index, earliest, part.name()));
            runs.add(run);
        }
        run.next = index + 1;
        run.from = Math.min(run.from, start);
        run.to = Math.max(run.to, to);
    }

    /// The end that the record claims, where it does not depend on a length that is wrong.
    private long soundEnd(Records records, long index, long start) {
        boolean told = times.endRule() != RecordTimes.EndRule.LENGTH_TIMES_DT || fits(records, index);
        return told ? times.end(records, index) : start;
    }

    /// Marks on `out`, published, what was left out since the last call.
    void tell(SourceOutput out) {
        // By index: a loop over the list makes an object per chunk.
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            out.lost(new Loss(range.clamp(run.from), range.clamp(run.to), run.cause()));
        }
        runs.clear();
    }

    /// Neighbouring records that were left out for one reason.
    private static final class Run {
        private final RecordPart part;
        private final long first;
        private final boolean unsorted;
        private final String fault;
        private long next;
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;

        Run(RecordPart part, long first, boolean unsorted, String fault) {
            this.part = part;
            this.first = first;
            this.unsorted = unsorted;
            this.fault = fault;
        }

        String cause() {
            long count = next - first;
            return count == 1
                    ? "1 record was left out: " + fault
                    : count + " records of " + part.name() + ", " + first + " to " + (next - 1) + ", were left out: "
                            + fault;
        }
    }
}

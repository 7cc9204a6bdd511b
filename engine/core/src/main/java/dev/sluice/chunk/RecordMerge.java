package dev.sluice.chunk;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;

/// Merges sorted records of one type by time, then channel, then the order of the list: stable, one pass.
///
/// A linear scan over the heads serves: the inputs are the channels or boards of a detector, few beside the records.
final class RecordMerge {
    private final List<Records> inputs;
    private final long[] next;
    private final RecordTimes times;
    private final LongField channel;

    RecordMerge(List<Records> inputs) {
        RecordType type = inputs.get(0).type();
        this.inputs = inputs;
        this.next = new long[inputs.size()];
        this.times = type.times();
        this.channel = RecordTimes.tieBreaker(type).orElse(null);
    }

    long remaining() {
        long count = 0;
        for (int i = 0; i < next.length; i++) {
            count += inputs.get(i).count() - next[i];
        }
        return count;
    }

    /// Fills `target` with the next records in order; there must be as many left as it holds.
    void into(Records target) {
        for (long i = 0; i < target.count(); i++) {
            int from = smallestHead();
            target.copyFrom(i, inputs.get(from), next[from]++, 1);
        }
    }

    private int smallestHead() {
        int best = -1;
        for (int i = 0; i < next.length; i++) {
            if (next[i] < inputs.get(i).count() && (best < 0 || before(i, best))) {
                best = i;
            }
        }
        return best;
    }

    private boolean before(int candidate, int best) {
        Records one = inputs.get(candidate);
        Records other = inputs.get(best);
        int order = Long.compare(times.start(one, next[candidate]), times.start(other, next[best]));
        if (order == 0 && channel != null) {
            order = Long.compare(channel.get(one, next[candidate]), channel.get(other, next[best]));
        }
        return order < 0;
    }
}

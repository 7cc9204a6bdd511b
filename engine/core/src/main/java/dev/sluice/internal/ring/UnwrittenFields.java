package dev.sluice.internal.ring;

import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/// Finds fields that a plugin leaves unwritten although it promises to write each, in checked mode.
///
/// Before the call the memory is filled with noise that depends on its place, on the round and on a secret of the
/// process. A value that was written agrees with the noise of its place by chance alone, once in 2^bits, whatever it
/// is; one that was not agrees always. The noise of each round is new: a constant that agrees with one place once would
/// agree there for ever. Agreements are counted until they cannot be chance: more than 50 bits of evidence, so that no
/// plugin is blamed wrongly, and one that forgets a field of 8 bytes is found at the first record, of 2 bytes at the
/// seventh or so. Used by one thread at a time; allocates only to fail.
final class UnwrittenFields {
    private static final long SECRET = System.nanoTime() * 0x9E3779B97F4A7C15L | 1;
    private static final double ENOUGH_BITS = 50;
    private static final double BITS_PER_NAT = 1 / Math.log(2);

    private final List<Field> fields;
    private final int size;
    private final long[] values;
    private final long[] agreeing;
    private long round;

    UnwrittenFields(RecordType type) {
        this.fields = type.fields();
        this.size = type.size();
        this.values = new long[fields.size()];
        this.agreeing = new long[fields.size()];
    }

    /// Fills records `from` to `to` with noise, and the gaps between their fields with zeros.
    void prepare(MemorySegment memory, long from, long to) {
        for (long at = from * size; at < to * size; at++) {
            memory.set(ValueLayout.JAVA_BYTE, at, noise(at));
        }
        for (long record = from; record < to; record++) {
            long gap = record * size;
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                clear(memory, gap, record * size + field.offset());
                gap = record * size + field.offset() + field.byteSize();
            }
            clear(memory, gap, (record + 1) * size);
        }
    }

    private static void clear(MemorySegment memory, long from, long to) {
        for (long at = from; at < to; at++) {
            memory.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
        }
    }

    /// Looks at the first `count` records once they are written, and ends the round.
    ///
    /// @throws IllegalStateException if a field of them, or of those before, was not written
    void require(MemorySegment memory, long count, String plugin) {
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            int bytes = field.type().size();
            if (bytes > 0 && field.elements() > 0) {
                look(memory, count, i, field, bytes);
            }
        }
        round++;
        for (int i = 0; i < fields.size(); i++) {
            if (isProof(values[i], agreeing[i], 8.0 * fields.get(i).type().size())) {
                throw breach(plugin, fields.get(i), i);
            }
        }
    }

    /// Counts anew afterwards: what is refused may be written, and given again.
    private IllegalStateException breach(String plugin, Field field, int index) {
        long of = values[index];
        long unwritten = agreeing[index];
        Arrays.fill(values, 0);
        Arrays.fill(agreeing, 0);
        return new IllegalStateException(plugin + " promises to write every field, but left '" + field.name()
                + "' unwritten in " + unwritten + " of " + of
                + " values; write it in every record, or do not call writesEveryField(), which a live input has as"
                + " writingEveryField()");
    }

    private void look(MemorySegment memory, long count, int index, Field field, int bytes) {
        long found = 0;
        for (long record = 0; record < count; record++) {
            long at = record * size + field.offset();
            for (int element = 0; element < field.elements(); element++, at += bytes) {
                found += agrees(memory, at, bytes) ? 1 : 0;
            }
        }
        values[index] += count * field.elements();
        agreeing[index] += found;
    }

    private boolean agrees(MemorySegment memory, long at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (memory.get(ValueLayout.JAVA_BYTE, at + i) != noise(at + i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether so many agreements of so many values cannot be chance. Of n values, m agree with a probability of at
    /// most (n e / m)^m / 2^(m bits).
    private static boolean isProof(long of, long agreements, double bits) {
        if (agreements == 0) {
            return false;
        }
        double choices = (Math.log((double) of / agreements) + 1) * BITS_PER_NAT;
        return agreements * (bits - choices) > ENOUGH_BITS;
    }

    private byte noise(long at) {
        long word = (at >>> 3) * 0xD1342543DE82EF95L + round * 0x9E3779B97F4A7C15L + SECRET;
        word = (word ^ word >>> 32) * 0xDABA0B6EB09322E3L;
        word = (word ^ word >>> 32) * 0xDABA0B6EB09322E3L;
        return (byte) ((word ^ word >>> 32) >>> 8 * (at & 7));
    }
}

package dev.sluice.formats.wavedump.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// What the bytes of some events say about how samples are stored. One thread at a time.
///
/// No board has more than 14 bits, so 16-bit samples are at most 16383, and two of them, read as one float, are below
/// 2. The upper bytes of 16-bit samples differ from the lower ones, which those of 8-bit samples do not.
public final class SampleValues {
    private static final int MOST_BYTES = 4096;
    private static final int LARGEST = (1 << 14) - 1;
    private static final int ENOUGH = 16;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private long words;
    private long beyond;
    private long upper;
    private long lower;
    private final long[] ofBits = new long[17];
    private long floats;
    private long highFloats;
    private long possibleFloats;

    /// Looks at the first samples of an event, `bytes` from `offset` on.
    public void add(MemorySegment file, long offset, long bytes) {
        long looked = Math.min(bytes, MOST_BYTES);
        for (long at = offset; at + 1 < offset + looked; at += 2) {
            int low = file.get(JAVA_BYTE, at) & 0xFF;
            int high = file.get(JAVA_BYTE, at + 1) & 0xFF;
            int word = high << 8 | low;
            words++;
            lower += low;
            upper += high;
            beyond += word > LARGEST ? 1 : 0;
            ofBits[32 - Integer.numberOfLeadingZeros(word)]++;
        }
        for (long at = offset; at + 3 < offset + looked; at += 4) {
            float value = file.get(FLOAT, at);
            floats++;
            highFloats += value >= 2 && value < LARGEST ? 1 : 0;
            possibleFloats += value == 0 || Math.abs(value) > 1e-3 && Math.abs(value) < 1e5 ? 1 : 0;
        }
    }

    /// Whether the samples may be of 16 bits: few are beyond what a digitizer gives.
    public boolean mayBeWords() {
        return beyond * 50 <= words;
    }

    boolean areWords() {
        boolean differ = Math.abs(upper - lower) >= 8 * words || upper == 0 && lower >= words;
        return words >= ENOUGH && mayBeWords() && differ;
    }

    boolean mayBeFloats() {
        return possibleFloats * 10 >= floats * 9;
    }

    /// Whether the samples are floats: enough were seen, and most lie between 2 and 16383, as counts do.
    public boolean areFloats() {
        return floats >= ENOUGH && highFloats * 10 >= floats * 9;
    }

    /// Whether more than some of the words are larger than `bits` bits can tell.
    public boolean exceeds(int bits) {
        long larger = 0;
        for (int width = bits + 1; width < ofBits.length; width++) {
            larger += ofBits[width];
        }
        return words >= ENOUGH && larger * 50 > words;
    }

    /// Whether the bytes contradict that samples are stored as `kind`.
    public boolean contradict(SampleKind kind) {
        return switch (kind) {
            case UNSIGNED_8 -> areWords() || areFloats() && !mayBeWords();
            case UNSIGNED_16 -> words >= ENOUGH && !mayBeWords();
            case FLOAT_32 -> floats >= ENOUGH && !mayBeFloats();
        };
    }

    /// The kind that the bytes speak for, if they contradict what is said.
    public SampleKind kind() {
        if (areFloats() && !mayBeWords()) {
            return SampleKind.FLOAT_32;
        }
        return mayBeWords() ? SampleKind.UNSIGNED_16 : SampleKind.UNSIGNED_8;
    }
}

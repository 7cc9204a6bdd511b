package dev.sluice.kernels.event;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.internal.event.StraxHit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Why a hit of strax cannot be part of a peak, with its value, the limit and a remedy; stateless, safe from any
/// thread.
final class RefusedHit {

    private static final ValueLayout.OfShort INT16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private RefusedHit() {}

    /// The refusal of hit number `index` of those from byte `offset` of `hits` on, for peaks of so many channels.
    static IllegalArgumentException of(MemorySegment hits, long offset, long index, int channels) {
        long hit = offset + index * StraxHit.BYTES;
        short dt = hits.get(INT16, hit + StraxHit.DT);
        short first = hits.get(INT16, offset + StraxHit.DT);
        short channel = hits.get(INT16, hit + StraxHit.CHANNEL);
        int length = hits.get(INT32, hit + StraxHit.LENGTH);
        long time = hits.get(INT64, hit + StraxHit.TIME);
        long before = index == 0 ? time : hits.get(INT64, hit - StraxHit.BYTES + StraxHit.TIME);
        String name = "hit " + index + " at time=" + time;
        if (channel < 0 || channel >= channels) {
            return KernelArgumentException.of(
                    name + " has no channel from 0 to " + (channels - 1) + ", channel=" + channel,
                    "set {channels} to the greatest channel plus 1, or sort out hits of other detectors",
                    "channels",
                    channels);
        }
        if (time < before) {
            return new IllegalArgumentException(name + " starts before the one in front of it: time in front=" + before
                    + "; sort the hits by time");
        }
        if (dt != first || dt <= 0) {
            return new IllegalArgumentException(name + " has another dt than the first hit, or none: dt=" + dt
                    + ", first dt=" + first + ", least is 1 ns; sort out hits of other detectors");
        }
        if (length < 0) {
            return new IllegalArgumentException(
                    name + " has a negative length: length=" + length + ", least is 0; find the hits anew");
        }
        return new IllegalArgumentException(name + " makes a peak beyond the times of int64 or the samples of int32:"
                + " length=" + length + " dt=" + dt + ", limits are " + Long.MAX_VALUE + " ns and " + Integer.MAX_VALUE
                + " samples; give shorter extensions, or sort out this hit");
    }
}

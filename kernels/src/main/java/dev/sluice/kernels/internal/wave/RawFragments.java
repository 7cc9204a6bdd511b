package dev.sluice.kernels.internal.wave;

import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.memory.RawInteger;

/// Where records say which fragment of which pulse they are; unchecked, immutable, safe from any thread.
///
/// @param number  number of the record in its pulse, `RawInteger.ABSENT` if every record stands for itself
/// @param channel the channel, read only where there are fragments
/// @param time    when the record starts, `RawInteger.ABSENT` if a pulse is known by its channel alone
/// @param dt      time from sample to sample, present exactly if `time` is
/// @param samples how many samples a full fragment has
public record RawFragments(RawInteger number, RawInteger channel, RawInteger time, RawInteger dt, int samples) {
    /// The fragments of these waveforms; without a number nothing else is read.
    public static RawFragments of(RawWaveforms waveforms, RawColumn number, RawColumn time, RawColumn dt) {
        RawColumn channel = number.isPresent() ? waveforms.channel() : RawColumn.NONE;
        return new RawFragments(
                RawInteger.of(number),
                RawInteger.of(channel),
                RawInteger.of(time),
                RawInteger.of(dt),
                waveforms.samples());
    }

    /// Whether `start` is known: only with a period, which is above 0.
    public boolean hasStart(long record) {
        return dt.read(record) > 0;
    }

    /// When the pulse of the record starts: all fragments in front of it are full.
    public long start(long record) {
        return time.read(record) - number.read(record) * samples * dt.read(record);
    }

    /// Whether `channels` have the baseline of the record's pulse; where its start is not known, any of its channel.
    public boolean isNoted(long record, long number, RawBaselines channels) {
        return hasStart(record) ? channels.isOf(number, start(record)) : channels.isKnown(number);
    }

    /// Bytes of a record that are touched, if its own fields end at `fields`: integers are cut from eight bytes.
    public int extent(int fields) {
        if (!number.isPresent()) {
            return fields;
        }
        int words = Math.max(Math.max(number.position(), channel.position()), Math.max(time.position(), dt.position()));
        return Math.max(fields, words + Long.BYTES);
    }
}

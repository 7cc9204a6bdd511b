package dev.sluice.kernels.internal.hit;

import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.memory.RawInteger;

/// Where the fields of hits in waveforms lie, in bytes from the start of a hit; immutable, safe from any thread.
///
/// @param stride    bytes of a hit
/// @param position  int64: the sample of the maximum
/// @param height    float32
/// @param integral  float32
/// @param start     int32: the first sample
/// @param end       int32: just after the last sample
/// @param width     float32: the samples between them
/// @param dt        the time of a sample, of any type
/// @param time      int64: the time of the maximum
/// @param board     integer, or `RawInteger.ABSENT`
/// @param channel   integer
/// @param recordId  int64: the waveform that the samples are counted in
public record RawHitWindows(
        int stride,
        int position,
        int height,
        int integral,
        int start,
        int end,
        int width,
        RawColumn dt,
        int time,
        RawInteger board,
        RawInteger channel,
        int recordId) {

    /// The number of board and channel, of up to 32 bits each: others have another one. It is in the order of boards,
    /// then channels, where boards fit int32.
    public long key(long hit) {
        return board.read(hit) << Integer.SIZE | channel.read(hit) - channel.least() & 0xFFFF_FFFFL;
    }
}

package dev.sluice.formats.wavedump.file;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Where the words of an event stand: six little-endian unsigned 32-bit words, then the samples without a gap.
///
/// An event's size counts the header too. Events follow each other without padding, so with 8-bit samples they may
/// start at any byte. Source: `BinHeader` in WaveDump's `WriteOutputFiles`.
public final class EventLayout {
    /// Offset of the event's size in bytes, header included.
    public static final int SIZE = 0;
    /// Offset of the board's identifier.
    public static final int BOARD = 4;
    /// Offset of the pattern word (front-panel inputs or trigger options).
    public static final int PATTERN = 8;
    /// Offset of the channel number; on the x742 it counts 0 to 8 inside a group.
    public static final int CHANNEL = 12;
    /// Offset of the board's event counter.
    public static final int COUNTER = 16;
    /// Offset of the trigger time tag, in ticks of the tag clock.
    public static final int TAG = 20;
    /// Length of the header, and so the offset of the first sample.
    public static final int HEADER_BYTES = 24;

    /// Largest event that is believed. The deepest channel memory on the market (10 MSample of 16 bits) is below a
    /// third.
    public static final long LARGEST_EVENT_BYTES = 1L << 26;
    /// Largest channel number that is believed; records store channels as signed 16-bit numbers.
    public static final long LARGEST_CHANNEL = Short.MAX_VALUE;

    static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private EventLayout() {}
}

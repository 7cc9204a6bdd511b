package dev.sluice.kernels.unchecked;

/// The checked numbers of a merge of hits, and where the fields of its records lie; immutable, safe from any thread.
///
/// @param gap      the greatest distance that is bridged, in units of time; 0 to merge nothing
/// @param width    the greatest width of what is merged, in units of time
/// @param interval units of time in one unit of `dt`
public record MergeHitsPlan(long gap, long width, long interval) implements LoopPlan<MergeHitsLoop> {

    /// Bytes of a hit.
    public static final int HIT = 60;
    /// Bytes of a merged hit: those of a hit, and its components.
    public static final int MERGED = 72;
    /// Bytes of a component: the index of the merged hit and that of the hit.
    public static final int COMPONENT = 16;

    /// int64: the sample of the maximum.
    public static final int POSITION = 0;
    /// float32.
    public static final int HEIGHT = 8;
    /// float32.
    public static final int INTEGRAL = 12;
    /// int32: the first sample.
    public static final int START = 16;
    /// int32: just behind the last sample.
    public static final int END = 20;
    /// float32: the samples between them.
    public static final int WIDTH = 24;
    /// int32: the time of a sample.
    public static final int DT = 28;
    /// int64: the time of the maximum.
    public static final int TIME = 40;
    /// int16.
    public static final int BOARD = 48;
    /// int16.
    public static final int CHANNEL = 50;
    /// int64: the record that the samples are counted in.
    public static final int RECORD = 52;
    /// int64: the first component, in a merged hit only.
    public static final int COMPONENT_OFFSET = 60;
    /// int32: how many components there are, in a merged hit only.
    public static final int COMPONENT_COUNT = 68;

    /// Bytes of an entry that stands for a hit: its start, its end, its board and channel in one number, its index.
    public static final int ENTRY = 32;
    /// Where the number of board and channel lies in an entry.
    public static final int ENTRY_KEY = 16;

    /// Bytes of scratch memory for so many hits: the entries twice, and what their sort takes.
    public static long scratchBytes(long count) {
        return 2L * ENTRY * count + TimeSortPlan.scratchBytes(count, ENTRY);
    }
}

package dev.sluice.kernels.hit;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.internal.check.Columns;
import dev.sluice.kernels.internal.hit.RawHitWindows;

/// Where the fields of hits in waveforms lie: immutable, safe from any thread, owns no memory.
///
/// Samples are counted from the start of the waveform of a hit.
///
/// @param stride    bytes of a hit
/// @param position  int64 field: the sample of the maximum
/// @param height    float32 field: the height of the maximum
/// @param integral  float32 field: the area
/// @param edgeStart int32 field: the first sample
/// @param edgeEnd   int32 field: just after the last sample
/// @param width     float32 field: the samples between them
/// @param dt        number field: the time of a sample
/// @param timestamp int64 field: the time of the maximum
/// @param board     integer field, or `Column.NONE`
/// @param channel   integer field
/// @param recordId  int64 field: the number of the waveform
public record HitWindowLayout(
        int stride,
        Column position,
        Column height,
        Column integral,
        Column edgeStart,
        Column edgeEnd,
        Column width,
        Column dt,
        Column timestamp,
        Column board,
        Column channel,
        Column recordId) {

    /// The `hit_threshold` of WaveformAnalysis: 60 bytes, packed.
    public static final HitWindowLayout WAVEFORM_ANALYSIS = new HitWindowLayout(
            60,
            new Column(ScalarType.INT64, 0),
            new Column(ScalarType.FLOAT32, 8),
            new Column(ScalarType.FLOAT32, 12),
            new Column(ScalarType.INT32, 16),
            new Column(ScalarType.INT32, 20),
            new Column(ScalarType.FLOAT32, 24),
            new Column(ScalarType.INT32, 28),
            new Column(ScalarType.INT64, 40),
            new Column(ScalarType.INT16, 48),
            new Column(ScalarType.INT16, 50),
            new Column(ScalarType.INT64, 52));

    /// Checks that every field lies inside a hit and is of its type.
    public HitWindowLayout {
        require("position", position, ScalarType.INT64, stride);
        require("height", height, ScalarType.FLOAT32, stride);
        require("integral", integral, ScalarType.FLOAT32, stride);
        require("edge_start", edgeStart, ScalarType.INT32, stride);
        require("edge_end", edgeEnd, ScalarType.INT32, stride);
        require("width", width, ScalarType.FLOAT32, stride);
        require("dt", dt, dt.type(), stride);
        require("timestamp", timestamp, ScalarType.INT64, stride);
        Columns.requireInside("board", Columns.requireInteger("board", board), stride);
        require("channel", Columns.requireInteger("channel", channel), channel.type(), stride);
        require("record_id", recordId, ScalarType.INT64, stride);
        requireNarrow("board", board);
        requireNarrow("channel", channel);
    }

    private static void requireNarrow(String name, Column column) {
        if (column.type() == ScalarType.INT64) {
            throw new IllegalArgumentException("hits are distinguished by 32 bits of board and channel: " + name + "="
                    + column + "; store it as i4");
        }
    }

    private static void require(String name, Column column, ScalarType type, int stride) {
        if (!column.isPresent() || column.type() != type) {
            throw new IllegalArgumentException("field of a hit missing or of another type: " + name + "=" + column
                    + (type == null ? "" : ", needed is " + type.numpyName()));
        }
        Columns.requireInside(name, column, stride);
    }

    /// The layout as loops read it.
    RawHitWindows raw() {
        return new RawHitWindows(
                stride,
                position.offset(),
                height.offset(),
                integral.offset(),
                edgeStart.offset(),
                edgeEnd.offset(),
                width.offset(),
                Columns.raw(dt, stride),
                timestamp.offset(),
                Columns.integer(board),
                Columns.integer(channel),
                recordId.offset());
    }
}

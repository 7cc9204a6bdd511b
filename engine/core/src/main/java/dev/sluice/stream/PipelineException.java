package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;

/// A run ended because a source or a plugin failed: the message names plugin, run, type of data, chunk and range of
/// time; the cause is what was thrown.
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String plugin;
    private final String runId;
    private final String dataType;
    private final long chunkNumber;
    private final transient TimeRange range;

    /// A failure in chunk `chunkNumber` of `dataType`; `range` is null if the chunk had none yet.
    public PipelineException(
            String plugin, String runId, String dataType, long chunkNumber, TimeRange range, Throwable cause) {
        super(
                plugin + " failed in run " + runId + " on chunk " + chunkNumber + " of " + dataType
                        + (range == null ? "" : " over " + range) + ": " + told(cause),
                cause);
        this.plugin = plugin;
        this.runId = runId;
        this.dataType = dataType;
        this.chunkNumber = chunkNumber;
        this.range = range;
    }

    private static String told(Throwable cause) {
        try {
            return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        } catch (RuntimeException untellable) {
            return cause.getClass().getName();
        }
    }

    /// The plugin that failed.
    public String plugin() {
        return plugin;
    }

    /// The run.
    public String runId() {
        return runId;
    }

    /// What the plugin provides.
    public String dataType() {
        return dataType;
    }

    /// The place of the chunk in the stream, from 0.
    public long chunkNumber() {
        return chunkNumber;
    }

    /// The interval of the chunk; null if it failed before it had one.
    public TimeRange range() {
        return range;
    }
}

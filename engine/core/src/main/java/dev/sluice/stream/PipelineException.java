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
    private final StackTraceElement line;

    /// A failure in chunk `chunkNumber` of `dataType`; `range` is null if the chunk had none yet.
    public PipelineException(
            String plugin, String runId, String dataType, long chunkNumber, TimeRange range, Throwable cause) {
        this(plugin, null, runId, dataType, chunkNumber, range, cause);
    }

    /// The same, of a plugin of class `code`: where its own code threw what is no sentence for a user, or it is no
    /// plugin of Sluice, the message names the class of the cause and the line.
    public PipelineException(
            String plugin,
            Class<?> code,
            String runId,
            String dataType,
            long chunkNumber,
            TimeRange range,
            Throwable cause) {
        super(
                plugin + " failed in run " + runId + " on chunk " + chunkNumber + " of " + dataType
                        + (range == null ? "" : " over " + range) + ": " + told(code, cause),
                cause);
        this.line = line(code, cause);
        this.plugin = plugin;
        this.runId = runId;
        this.dataType = dataType;
        this.chunkNumber = chunkNumber;
        this.range = range;
    }

    private static String told(Class<?> code, Throwable cause) {
        String name = cause.getClass().getName();
        StackTraceElement line = line(code, cause);
        String place = line == null
                ? ""
                : " at " + line.getClassName() + "." + line.getMethodName() + "(" + line.getFileName() + ":"
                        + line.getLineNumber() + ")";
        try {
            String message = cause.getMessage();
            if (message == null) {
                return name + place;
            }
            return line == null && FailureLine.isSentence(cause) ? message : message + " (" + name + place + ")";
        } catch (RuntimeException untellable) {
            return name + place;
        }
    }

    /// An exception may override even its stack.
    private static StackTraceElement line(Class<?> code, Throwable cause) {
        try {
            return FailureLine.of(code, cause);
        } catch (RuntimeException untellable) {
            return null;
        }
    }

    /// Whether the author of a plugin should see the stack of the cause: it is not a sentence for a user.
    public boolean isUnexpected() {
        return line != null || !FailureLine.isSentence(getCause());
    }

    /// Whether code that is no part of Sluice failed, or called what failed.
    public boolean isForeign() {
        return line != null && !FailureLine.isOfSluice(line.getClassName());
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

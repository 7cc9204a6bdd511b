package dev.sluice.plugin;

import dev.sluice.chunk.TimeRange;
import dev.sluice.record.WorkingMemory;

/// What a source may ask about the run that it is to read.
public interface SourceContext {
    /// The run.
    String runId();

    /// The value of one of the source's own options.
    <T> T get(Option<T> option);

    /// The range of time that is wanted; a source need not read outside it. Unbounded if all is.
    TimeRange timeRange();

    /// How many records a chunk should hold.
    long chunkRecords();

    /// What to do about data that cannot be read: honouring it is the source's duty, as only it can find its way on.
    FailurePolicy failurePolicy();

    /// Reports something doubtful that came up while reading: it stands in the run's summary, equal sentences
    /// once. May be called by any thread, while reading too.
    void warn(String sentence);

    /// Where the source takes off-heap memory from that counts in the budget of the run, besides what it is handed. By
    /// default no budget counts it.
    default WorkingMemory memory() {
        return WorkingMemory.UNCOUNTED;
    }

    /// How many bytes all off-heap memory of the run may take, so that a source which reads ahead leaves most of them
    /// to others. By default there is no limit.
    default long memoryBudget() {
        return Long.MAX_VALUE;
    }

    /// A counter for one sentence about the run, as [PluginContext#tally] makes them. For the thread that reads.
    ///
    /// @throws IllegalArgumentException if the sentence has not exactly one noun in braces, which ends in s
    Tally tally(String sentence);
}

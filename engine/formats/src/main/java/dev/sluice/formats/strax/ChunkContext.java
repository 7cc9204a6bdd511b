package dev.sluice.formats.strax;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.WorkingMemory;

/// The context of a run as it is within one stored chunk.
///
/// @param run   that of the run
/// @param chunk the interval of the chunk
record ChunkContext(SourceContext run, TimeRange chunk) implements SourceContext {
    @Override
    public String runId() {
        return run.runId();
    }

    @Override
    public <T> T get(Option<T> option) {
        return run.get(option);
    }

    @Override
    public TimeRange timeRange() {
        return chunk;
    }

    @Override
    public long chunkRecords() {
        return run.chunkRecords();
    }

    @Override
    public FailurePolicy failurePolicy() {
        return run.failurePolicy();
    }

    @Override
    public void warn(String sentence) {
        run.warn(sentence);
    }

    @Override
    public WorkingMemory memory() {
        return run.memory();
    }

    @Override
    public long memoryBudget() {
        return run.memoryBudget();
    }

    @Override
    public Tally tally(String sentence) {
        return run.tally(sentence);
    }
}

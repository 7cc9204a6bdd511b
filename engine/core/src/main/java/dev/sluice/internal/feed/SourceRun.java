package dev.sluice.internal.feed;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.StepTally;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.WorkingMemory;
import dev.sluice.stream.StreamSettings;

/// What a source knows of the run that it reads, and what it reports. Safe for any thread.
public record SourceRun(StagePlan plan, StreamSettings settings, RunStatus status) implements SourceContext {
    @Override
    public String runId() {
        return plan.runId();
    }

    @Override
    public <T> T get(Option<T> option) {
        return plan.sourceOptions().get(option);
    }

    @Override
    public TimeRange timeRange() {
        return plan.timeRange();
    }

    @Override
    public long chunkRecords() {
        long asked = plan.demand().chunkRecords();
        return asked > 0 ? asked : settings.chunkRecords(plan.type(0).size());
    }

    @Override
    public FailurePolicy failurePolicy() {
        return settings.failurePolicy();
    }

    @Override
    public WorkingMemory memory() {
        return status.memory();
    }

    @Override
    public long memoryBudget() {
        return settings.memoryBudget();
    }

    @Override
    public void warn(String sentence) {
        status.notes().warn(sentence);
    }

    @Override
    public Tally tally(String sentence) {
        StepTally tally = status.notes().tally(plan.dataType(0), sentence);
        return new Tally() {
            @Override
            public void add(long count) {
                tally.add(count);
                tally.keep();
            }

            @Override
            public void add(long count, long first) {
                tally.add(count, first);
                tally.keep();
            }
        };
    }
}

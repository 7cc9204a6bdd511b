package dev.sluice.stream;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.FailurePolicy;
import java.util.List;

/// Checks what a source gives before it is published, so that whoever waits for it does not: for readers that are to
/// answer at once.
final class CheckedFeed implements Feed {
    private final StagePlan plan;
    private final Feed feed;
    private final FailurePolicy policy;
    private final RunStatus status;

    CheckedFeed(StagePlan plan, Feed feed, FailurePolicy policy, RunStatus status) {
        this.plan = plan;
        this.feed = feed;
        this.policy = policy;
        this.status = status;
    }

    @Override
    public boolean fill(Slot slot) throws Exception {
        boolean filled = feed.fill(slot);
        if (filled) {
            check(slot);
        }
        return filled;
    }

    private void check(Slot slot) {
        try {
            slot.window(0).check();
        } catch (ChunkLawException breach) {
            TimeRange range = new TimeRange(slot.start(), slot.end());
            PipelineException failure = plan.failure(0, slot.number(), range, breach);
            if (policy == FailurePolicy.FAIL) {
                throw failure;
            }
            slot.skip(new Loss(slot.start(), slot.end(), failure.getMessage()));
            status.countSkipped();
        }
    }

    @Override
    public void leave() {
        feed.leave();
    }

    @Override
    public long number() {
        return feed.number();
    }

    @Override
    public List<StageCursor> cursors() {
        return feed.cursors();
    }

    @Override
    public void close() throws Exception {
        feed.close();
    }
}

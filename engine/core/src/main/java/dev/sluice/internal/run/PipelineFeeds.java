package dev.sluice.internal.run;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.internal.feed.AlignedFeed;
import dev.sluice.internal.feed.AlignedInputs;
import dev.sluice.internal.feed.BufferingFeed;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.feed.LendingFeed;
import dev.sluice.internal.feed.LiveFeed;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.feed.SilentFeed;
import dev.sluice.internal.feed.SourceFeed;
import dev.sluice.internal.feed.SourceRun;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.StreamSettings;
import java.util.ArrayList;
import java.util.List;

/// What fills the rings of the stages of a pass, one feed each. Put together by one thread; then safe for any.
final class PipelineFeeds {
    private final PipelinePlan plan;
    private final StreamSettings settings;
    private final ChunkPool pool;
    private final RunStatus status;
    private final Seams seams;
    private final List<Feed> feeds = new ArrayList<>();

    PipelineFeeds(PipelinePlan plan, StreamSettings settings, ChunkPool pool, RunStatus status, Seams seams) {
        this.plan = plan;
        this.settings = settings;
        this.pool = pool;
        this.status = status;
        this.seams = seams;
    }

    /// Opens what fills each of `stages`, the stages of the plan.
    ///
    /// @throws PipelineException if a source cannot be opened
    void open(List<Stage> stages) {
        for (Stage stage : stages) {
            feeds.add(open(stage, stages));
        }
    }

    private Feed open(Stage own, List<Stage> stages) {
        StagePlan stage = own.plan();
        if (stage.isLive()) {
            return new LiveFeed(stage, chunkRecords(stage), pool, status);
        }
        if (stage.hasSource()) {
            SourceFeed feed = new SourceFeed(stage, reader(stage), status);
            status.lending(feed);
            return feed;
        }
        WaitPoint waiter = stage.isBuffering() ? own.room() : new WaitPoint(settings.waitPolicy(), seams.parking());
        RingReader[] cursors = stage.inputs().stream()
                .map(input ->
                        stages.get(input.stage()).reader(input.output(), waiter).readBy(own.state()))
                .toArray(RingReader[]::new);
        if (stage.isBuffering()) {
            return new BufferingFeed(stage, cursors[0], own.places(), pool, status, seams);
        }
        if (stage.isPassedOn()) {
            return new LendingFeed(stage, cursors[0]);
        }
        status.aligning(waiter);
        AlignedInputs inputs = new AlignedInputs(stage, cursors, waiter, pool, own.state());
        return stage.demand().hasSilence()
                ? new SilentFeed(stage, inputs, settings.silences())
                : new AlignedFeed(stage, inputs);
    }

    private long chunkRecords(StagePlan stage) {
        long asked = stage.demand().chunkRecords();
        return asked > 0 ? asked : settings.chunkRecords(stage.type(0).size());
    }

    private ChunkReader reader(StagePlan stage) {
        try {
            return stage.source().open(new SourceRun(stage, settings, status));
        } catch (Exception failure) {
            throw stage.failure(0, 0, null, failure);
        }
    }

    /// What fills the ring of stage number `stage`.
    Feed get(int stage) {
        return feeds.get(stage);
    }

    /// Checks, once a stream was read to its end, that what the sources lent is still what was read.
    ///
    /// @throws PipelineException if it is not
    void requireUnchanged() {
        for (int i = 0; i < feeds.size(); i++) {
            try {
                feeds.get(i).requireUnchanged();
            } catch (Exception changed) {
                throw failure(i, changed);
            }
        }
    }

    /// Checks, before a chunk of this outlet is handed out, that memory which a source lent to it is still what was
    /// read.
    ///
    /// @throws PipelineException if it is not
    void glance(OutputRef outlet) {
        if (outlet.output() > 0 || !plan.stages().get(outlet.stage()).hasSource()) {
            // Plugins write into memory of the ring.
            return;
        }
        try {
            feeds.get(outlet.stage()).glance();
        } catch (Exception changed) {
            throw failure(outlet.stage(), changed);
        }
    }

    private PipelineException failure(int stage, Exception changed) {
        return plan.stages().get(stage).feedFailure(feeds.get(stage).number(), changed);
    }

    /// Closes the feeds; no slot is in use by then.
    void close(Failures failures) {
        for (int i = 0; i < feeds.size(); i++) {
            StagePlan stage = plan.stages().get(i);
            Feed feed = seams.feed(stage, feeds.get(i));
            failures.attempt(() -> {
                try {
                    feed.close();
                } catch (Throwable failure) {
                    throw stage.failure(0, 0, null, failure);
                }
            });
        }
    }
}

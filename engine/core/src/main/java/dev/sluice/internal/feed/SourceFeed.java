package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Continuity;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.Slot;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.stream.PipelineException;

/// Fills slots from the reader of a source, within the range of time that is wanted.
public final class SourceFeed implements Feed {
    private final StagePlan plan;
    private final ChunkReader reader;
    private final RunStatus status;
    private final Continuity continuity = new Continuity();
    private long number;
    private long nextIndex;
    private boolean begun;
    private FailurePolicy checking;

    public SourceFeed(StagePlan plan, ChunkReader reader, RunStatus status) {
        this.plan = plan;
        this.reader = reader;
        this.status = status;
        this.nextIndex = plan.timeRange().start() == Long.MIN_VALUE ? 0 : Chunk.UNNUMBERED;
    }

    @Override
    public boolean fill(Slot slot) throws Exception {
        slot.open(number);
        while (!status.isHalted() && reader.read(slot)) {
            Chunk chunk = slot.window(0).chunk();
            requirePublished(slot);
            slot.buffer(0).seal();
            slot.buffer(0).requireWritten(plan.pluginName(0));
            continuity.accept(chunk);
            number(slot, chunk);
            TimeRange wanted = plan.timeRange();
            if (chunk.start() >= wanted.end()) {
                slot.open(number);
                break;
            }
            if (reaches(chunk, wanted)) {
                begun = true;
                clip(slot, chunk, wanted);
                slot.cover(chunk.start(), chunk.end(), 0);
                status.counters().countInput(chunk);
                number++;
                if (checking != null) {
                    check(slot);
                }
                return true;
            }
            slot.open(number);
        }
        if (slot.isPublished()) {
            throw new IllegalStateException(
                    plan.pluginName(0) + " published a chunk but said that there is none; return true"
                            + " from read with every chunk, false after the last one");
        }
        slot.markLast();
        return false;
    }

    @Override
    public void checkAtOnce(FailurePolicy policy) {
        checking = policy;
    }

    private void check(Slot slot) {
        try {
            slot.window(0).check();
        } catch (ChunkLawException breach) {
            TimeRange range = new TimeRange(slot.start(), slot.end());
            PipelineException failure = plan.failure(0, slot.number(), range, breach);
            if (checking == FailurePolicy.FAIL) {
                throw failure;
            }
            slot.skip(new Loss(slot.start(), slot.end(), failure.getMessage()));
            status.countSkipped();
        }
    }

    /// Counts the records of the run, from where the source says to be.
    private void number(Slot slot, Chunk chunk) {
        if (chunk.firstIndex() != Chunk.UNNUMBERED) {
            nextIndex = chunk.firstIndex();
        }
        if (nextIndex != Chunk.UNNUMBERED) {
            slot.firstIndex(nextIndex);
            nextIndex += chunk.length();
        }
    }

    /// Whether anything of the chunk may be needed; all chunks after the first one are.
    private boolean reaches(Chunk chunk, TimeRange wanted) {
        if (begun) {
            return true;
        }
        boolean inside = chunk.end() > wanted.start() || chunk.start() >= wanted.start();
        long first = plan.reachedFrom();
        return inside && (chunk.end() > first || chunk.start() >= first || chunk.latestEnd() > first);
    }

    private void requirePublished(Slot slot) {
        if (!slot.isPublished()) {
            throw new IllegalStateException(plan.pluginName(0)
                    + " said that it read a chunk but published none; call publish(count, start, end)");
        }
    }

    /// Cuts the chunk down to the records that start in the wanted range.
    private void clip(Slot slot, Chunk chunk, TimeRange wanted) {
        boolean last = wanted.end() != Long.MAX_VALUE && chunk.end() >= wanted.end();
        if (chunk.start() < wanted.start() || chunk.end() > wanted.end()) {
            slot.window(0).clip(wanted.start(), wanted.end());
        }
        if (last) {
            // Whole records are kept, so that what a plugin finds in them lies in their chunk: nothing comes after it.
            slot.window(0).extend(chunk.latestEnd());
        }
    }

    @Override
    public void requireUnchanged() throws Exception {
        reader.requireUnchanged();
    }

    @Override
    public void glance() throws Exception {
        reader.glance();
    }

    @Override
    public void leave() {
        // The reader is closed with the stage.
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void close() throws Exception {
        reader.close();
    }
}

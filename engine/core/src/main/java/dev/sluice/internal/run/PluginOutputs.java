package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.Loss;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.ChunkSplits;
import dev.sluice.internal.ring.Slot;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.record.Records;
import java.util.List;

/// What one plugin is handed to fill, chunk after chunk, and what becomes of it. Confined to its worker; allocates
/// nothing per chunk.
final class PluginOutputs implements ChunkOutput {
    private final StagePlan plan;
    private final StagePlan.Step step;
    private final PluginInputs inputs;
    private final String name;
    private final int first;
    private final int beyond;
    private final boolean haloed;
    private final boolean dividing;
    private final boolean onePerRecord;
    private final OutputCuts cuts;
    private final OrderedWork ordered;
    private final boolean stateful;
    private Slot slot;
    private boolean numbered;
    private long counted;

    /// The outputs of step `index` of the plan, computed from `inputs`; a static plugin's result is cut into chunks of
    /// `chunkRecords` records, and its results are counted by `ordered`, if there is such.
    PluginOutputs(StagePlan plan, int index, PluginInputs inputs, long chunkRecords, OrderedWork ordered) {
        this.plan = plan;
        this.step = plan.steps().get(index);
        this.inputs = inputs;
        // A plugin may put its name together, which a chunk is not to pay for.
        this.name = step.plugin().name();
        this.first = plan.firstOutput(index);
        this.beyond = first + step.plugin().spec().products().size();
        this.haloed = index == 0 && plan.demand().hasHalo();
        this.dividing = index == 0 && plan.demand().dividing();
        this.onePerRecord = step.plugin().spec().isOnePerRecord();
        this.ordered = index == 0 ? ordered : null;
        this.stateful = plan.demand().isOrdered() || plan.demand().whole();
        this.cuts = new OutputCuts(name, chunkRecords);
    }

    /// The number of the first output.
    int first() {
        return first;
    }

    /// The plugin.
    String name() {
        return name;
    }

    /// The outputs are those of `of` from now on. A plugin with a halo may write what starts outside the interval: only
    /// its order is looked at before it is trimmed.
    void open(Slot of) {
        slot = of;
        numbered = false;
        long from = haloed ? Long.MIN_VALUE : slot.start();
        long to = haloed ? Long.MAX_VALUE : slot.end();
        for (int i = first; i < beyond; i++) {
            slot.buffer(i).open();
            slot.window(i).set(slot.number(), from, to, plan.runId(), plan.dataType(i));
        }
    }

    /// The call has ended: nothing more is written.
    void seal() {
        for (int i = first; i < beyond; i++) {
            slot.buffer(i).seal();
        }
    }

    /// Makes chunks of what was written, which have the interval of the slot.
    ///
    /// @throws ChunkLawException if they do not keep the laws
    void complete() {
        for (int i = first; i < beyond; i++) {
            complete(i);
        }
    }

    private void complete(int index) {
        ChunkWindow result = slot.window(index);
        slot.buffer(index).requireWritten(name);
        if (haloed) {
            result.check();
            result.clip(slot.start(), slot.end());
        }
        number(result);
        addLosses(result);
        result.check();
        ChunkSplits parts = slot.buffer(index).parts();
        cuts.require(parts, result.chunk());
        if (step.isStatic()) {
            cuts.divide(parts, result.records());
        }
    }

    /// One record for each of the first input is numbered as that is.
    private void number(ChunkWindow result) {
        if (!onePerRecord) {
            return;
        }
        Chunk given = inputs.given(0);
        long from = haloed ? Chunks.firstAtOrAfter(given.records(), slot.start()) : 0;
        long to = haloed ? Chunks.firstAtOrAfter(given.records(), slot.end()) : given.length();
        if (result.chunk().length() != to - from) {
            throw new ChunkLawException(name + " gave " + result.chunk().length() + " records for " + (to - from)
                    + " of " + given.dataType()
                    + ", but declares onePerRecord(); write one for each, or do not declare it");
        }
        result.firstIndexIn(given, from);
    }

    /// What an input lost is lost of the output too, once.
    private void addLosses(ChunkWindow result) {
        for (int input = 0; input < inputs.count(); input++) {
            List<Loss> losses = inputs.given(input).losses();
            for (int i = 0; i < losses.size(); i++) {
                if (!result.chunk().losses().contains(losses.get(i))) {
                    result.addLoss(losses.get(i));
                }
            }
        }
    }

    /// Makes the outputs empty chunks whose interval is lost.
    void skip(String cause) {
        for (int i = first; i < beyond; i++) {
            slot.empty(i);
            addLosses(slot.window(i));
            slot.window(i).addLoss(new Loss(slot.start(), slot.end(), cause));
        }
    }

    @Override
    public Records records(long count) {
        return slot.buffer(first).room(count);
    }

    @Override
    public Records records(String dataType, long count) {
        for (int i = first; i < beyond; i++) {
            if (plan.dataType(i).equals(dataType)) {
                return slot.buffer(i).room(count);
            }
        }
        throw new IllegalArgumentException(
                name + " does not provide " + dataType + "; name it in provides(...) or and(...) of its specification");
    }

    @Override
    public void lost(Loss loss) {
        slot.window(first).addLoss(loss);
    }

    @Override
    public long number(long count) {
        boolean shared = ordered != null && ordered.isNumbering();
        if (numbered || count < 0 || !shared && !stateful) {
            throw new IllegalStateException(name + " numbers its results: count=" + count + ", numbered=" + numbered
                    + "; do so once per chunk, and ask for stateful(), with a silence that is numbering()");
        }
        numbered = true;
        if (shared) {
            return ordered.number(slot, count);
        }
        long before = counted;
        counted += count;
        return before;
    }

    /// Chunks after this one need not wait for its number of results.
    void endNumbering() {
        if (!numbered && ordered != null && ordered.isNumbering()) {
            numbered = true;
            ordered.number(slot, 0);
        }
    }

    @Override
    public void cut(long count, long end) {
        if (!dividing) {
            throw new IllegalStateException(
                    name + " cuts its output, but did not ask to; call dividing() on its specification");
        }
        cuts.cut(slot.buffer(first).parts(), slot, count, end);
    }
}

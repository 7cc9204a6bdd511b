package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.Loss;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Parts;
import dev.sluice.internal.ring.RunNotes;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.StepTally;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.plugin.Tally;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingMemory;
import java.util.ArrayList;
import java.util.List;

/// One plugin as one worker runs it: what it is handed, chunk after chunk, without an allocation. Confined to its
/// worker.
final class StepRun implements ChunkInput, ChunkOutput, PluginContext {
    private final StagePlan plan;
    private final StagePlan.Step step;
    private final int output;
    private final int products;
    private final int[] inputs;
    private final InputViews[] views;
    private final KindCheck kinds;
    private final boolean haloed;
    private final boolean dividing;
    private final boolean resetting;
    private final boolean onePerRecord;
    private final long chunkRecords;
    private final FailurePolicy policy;
    private final RunNotes notes;
    private final WorkingMemory memory;
    private final String name;
    private final List<StepTally> tallies = new ArrayList<>();
    private Object prepared;
    private Slot slot;
    private long segment;

    /// Step `index` of the plan; a static plugin's result is cut into chunks of `chunkRecords` records, and what the
    /// plugin counts stands in `notes`.
    StepRun(StagePlan plan, int index, long chunkRecords, FailurePolicy policy, RunNotes notes, WorkingMemory ofRun) {
        this.policy = policy;
        this.plan = plan;
        this.notes = notes;
        this.memory = owner -> ofRun.arena(owner + " of " + name());
        this.step = plan.steps().get(index);
        // A plugin may put its name together, which a chunk is not to pay for.
        this.name = step.plugin().name();
        this.output = plan.firstOutput(index);
        this.products = step.plugin().spec().products().size();
        this.inputs = step.inputs().stream().mapToInt(Integer::intValue).toArray();
        this.views = new InputViews[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            views[i] = new InputViews(plan.type(inputs[i]), plan.dataType(inputs[i]));
        }
        // Where the first input decides how far the others are shown, these have rows outside of it.
        boolean covering = index == 0 && plan.demand().covering();
        this.kinds = covering ? null : new KindCheck(plan, step.plugin().name(), inputs);
        this.haloed = index == 0 && plan.demand().hasHalo();
        this.dividing = index == 0 && plan.demand().dividing();
        this.resetting = index == 0 && plan.demand().hasBreaks();
        this.onePerRecord = step.plugin().spec().isOnePerRecord();
        this.chunkRecords = chunkRecords;
    }

    StreamingPlugin plugin() {
        return step.plugin();
    }

    int output() {
        return output;
    }

    /// Whether what was prepared must be used by the thread that prepared it.
    boolean isBoundToThread() {
        return prepared != null && step.plugin().isBoundToThread();
    }

    void prepare() throws Exception {
        try {
            prepared = step.plugin().prepare(this);
        } catch (IllegalArgumentException refused) {
            throw OptionWords.of(step.plugin().spec().options(), refused);
        }
    }

    /// Computes the output chunks of `slot`, which then have its interval, and keep the laws.
    void compute(Slot slot) throws Exception {
        this.slot = slot;
        for (int i = output; i < output + products; i++) {
            open(i);
        }
        if (resetting && slot.segment() != segment) {
            step.plugin().reset(this);
            segment = slot.segment();
        }
        if (kinds != null) {
            kinds.require(slot);
        }
        call();
        for (int i = output; i < output + products; i++) {
            complete(i);
        }
        for (int i = 0; i < tallies.size(); i++) {
            tallies.get(i).keep();
        }
    }

    private void call() throws Exception {
        for (int i = 0; i < views.length; i++) {
            views[i].begin(slot.window(inputs[i]).chunk());
        }
        try {
            step.plugin().computeChunk(this, this, this);
        } finally {
            for (int i = 0; i < views.length; i++) {
                views[i].end();
            }
            for (int i = output; i < output + products; i++) {
                slot.buffer(i).seal();
            }
        }
    }

    /// A plugin with a halo may write what starts outside the interval: only its order is looked at before it is
    /// trimmed.
    private void open(int index) {
        slot.buffer(index).open();
        long from = haloed ? Long.MIN_VALUE : slot.start();
        long to = haloed ? Long.MAX_VALUE : slot.end();
        slot.window(index).set(slot.number(), from, to, plan.runId(), plan.dataType(index));
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
        requireCutsBetweenRecords(index, result.records());
        if (step.isStatic()) {
            divide(index, result.records());
        }
    }

    /// One record for each of the first input is numbered as that is.
    private void number(ChunkWindow result) {
        if (!onePerRecord) {
            return;
        }
        Chunk given = slot.window(inputs[0]).chunk();
        long first = haloed ? Chunks.firstAtOrAfter(given.records(), slot.start()) : 0;
        long beyond = haloed ? Chunks.firstAtOrAfter(given.records(), slot.end()) : given.length();
        long expected = beyond - first;
        if (result.chunk().length() != expected) {
            throw new ChunkLawException(
                    step.plugin().name() + " gave " + result.chunk().length() + " records for "
                            + expected + " of " + plan.dataType(inputs[0])
                            + ", but declares onePerRecord(); write one for each, or do not declare it");
        }
        result.firstIndexIn(given, first);
    }

    /// What an input lost is lost of the output too, once.
    private void addLosses(ChunkWindow result) {
        for (int input : inputs) {
            List<Loss> losses = slot.window(input).chunk().losses();
            for (int i = 0; i < losses.size(); i++) {
                if (!result.chunk().losses().contains(losses.get(i))) {
                    result.addLoss(losses.get(i));
                }
            }
        }
    }

    private void requireCutsBetweenRecords(int index, Records records) {
        Parts parts = slot.buffer(index).parts();
        if (parts.cuts() == 0) {
            return;
        }
        RecordTimes times = records.type().times();
        for (int i = 0; i < parts.cuts(); i++) {
            long count = parts.records(i);
            boolean late = count > 0 && count <= records.count() && times.start(records, count - 1) >= parts.end(i);
            if (count > records.count()
                    || late
                    || count < records.count() && times.start(records, count) < parts.end(i)) {
                throw new ChunkLawException(
                        step.plugin().name() + " cut its output after count=" + count + " of "
                                + records.count() + " records at end=" + parts.end(i)
                                + ", but records on the wrong side start there; cut at the time before which exactly those start");
            }
        }
        requireNoneOpen(index, records, parts, times);
    }

    /// No record of a disjoint type passes the end of its chunk.
    private void requireNoneOpen(int index, Records records, Parts parts, RecordTimes times) {
        long open = Long.MIN_VALUE;
        long seen = 0;
        for (int i = 0; i < parts.cuts() && records.type().isDisjoint(); i++) {
            for (; seen < parts.records(i); seen++) {
                open = Math.max(open, times.end(records, seen));
            }
            if (open > parts.end(i)) {
                throw new ChunkLawException(step.plugin().name() + " cut its output at end=" + parts.end(i)
                        + " through a record that is open until time=" + open + ", but " + plan.dataType(index)
                        + " is disjoint: no record passes the end of its chunk; cut where none is open");
            }
        }
    }

    /// Cuts what was made in one piece, where no record of a disjoint type is open.
    private void divide(int index, Records records) {
        RecordTimes times = records.type().times();
        Parts parts = slot.buffer(index).parts();
        boolean disjoint = records.type().isDisjoint();
        long open = Long.MIN_VALUE;
        long last = 0;
        for (long i = 0; i < records.count(); i++) {
            long start = times.start(records, i);
            boolean full = i - last >= chunkRecords && start > times.start(records, i - 1);
            if (full && (!disjoint || start >= open)) {
                parts.cut(i, start);
                last = i;
            }
            open = Math.max(open, times.end(records, i));
        }
    }

    /// Makes the outputs empty chunks whose interval is lost.
    void skip(Slot slot, String cause) {
        this.slot = slot;
        tallies.forEach(StepTally::forget);
        for (int i = output; i < output + products; i++) {
            slot.empty(i);
            addLosses(slot.window(i));
            slot.window(i).addLoss(new Loss(slot.start(), slot.end(), cause));
        }
    }

    void close() throws Exception {
        if (prepared instanceof AutoCloseable) {
            ((AutoCloseable) prepared).close();
        }
        prepared = null;
    }

    @Override
    public Chunk chunk() {
        return views[0].chunk();
    }

    @Override
    public Chunk chunk(String dataType) {
        return views[place(dataType)].chunk();
    }

    @Override
    public long start() {
        return slot.start();
    }

    @Override
    public long end() {
        return slot.end();
    }

    @Override
    public long first() {
        return haloed ? Chunks.firstAtOrAfter(records(), slot.start()) : 0;
    }

    @Override
    public long beyond() {
        return haloed ? Chunks.firstAtOrAfter(records(), slot.end()) : records().count();
    }

    @Override
    public long segment() {
        return slot.segment();
    }

    @Override
    public Records records(long count) {
        return slot.buffer(output).room(count);
    }

    @Override
    public Records records(String dataType, long count) {
        for (int i = output; i < output + products; i++) {
            if (plan.dataType(i).equals(dataType)) {
                return slot.buffer(i).room(count);
            }
        }
        throw new IllegalArgumentException(step.plugin().name() + " does not provide " + dataType
                + "; name it in provides(...) or and(...) of its specification");
    }

    @Override
    public void cut(long count, long end) {
        if (!dividing) {
            throw new IllegalStateException(step.plugin().name()
                    + " cuts its output, but did not ask to; call dividing() on its specification");
        }
        Parts parts = slot.buffer(output).parts();
        long before = parts.cuts() == 0 ? slot.start() : parts.end(parts.cuts() - 1);
        long less = parts.cuts() == 0 ? 0 : parts.records(parts.cuts() - 1);
        if (end < before || end > slot.end() || count < less) {
            throw new IllegalArgumentException("a cut at end=" + end + " after count=" + count
                    + " records lies outside [" + before + ", " + slot.end() + ") or before record " + less
                    + "; cut in order of time, within the input");
        }
        parts.cut(count, end);
    }

    @Override
    public String runId() {
        return plan.runId();
    }

    @Override
    public <T> T get(Option<T> option) {
        return step.options().get(option);
    }

    @Override
    public RecordType inputType(String dataType) {
        return plan.type(input(dataType));
    }

    @Override
    public RecordType inputType() {
        return plan.type(inputs[0]);
    }

    @Override
    public RecordType outputType() {
        return plan.type(output);
    }

    private String name() {
        return name;
    }

    @Override
    public WorkingMemory memory() {
        return memory;
    }

    @Override
    public FailurePolicy failurePolicy() {
        return policy;
    }

    @Override
    public void lost(Loss loss) {
        slot.window(output).addLoss(loss);
    }

    @Override
    public Tally tally(String sentence) {
        StepTally tally = notes.tally(plan.dataType(output), sentence);
        tallies.add(tally);
        return tally;
    }

    @Override
    public <T> T prepared(Class<T> kind) {
        return kind.cast(prepared);
    }

    private int input(String dataType) {
        return inputs[place(dataType)];
    }

    private int place(String dataType) {
        for (int i = 0; i < inputs.length; i++) {
            if (plan.dataType(inputs[i]).equals(dataType)) {
                return i;
            }
        }
        throw new IllegalArgumentException(step.plugin().name() + " does not depend on " + dataType + "; it depends on "
                + step.plugin().spec().dependsOn());
    }
}

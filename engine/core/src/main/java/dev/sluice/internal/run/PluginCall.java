package dev.sluice.internal.run;

import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.RunNotes;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.StepTally;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.plugin.Tally;
import dev.sluice.record.RecordType;
import dev.sluice.record.WorkingMemory;
import java.util.ArrayList;
import java.util.List;

/// One plugin as one worker calls it, chunk after chunk, without an allocation. Confined to its worker.
final class PluginCall implements PluginContext {
    private final StagePlan plan;
    private final StagePlan.Step step;
    private final StreamingPlugin plugin;
    private final PluginInputs inputs;
    private final PluginOutputs outputs;
    private final boolean resetting;
    private final boolean silent;
    private final FailurePolicy policy;
    private final RunNotes notes;
    private final WorkingMemory memory;
    private final List<StepTally> tallies = new ArrayList<>();
    private Object prepared;
    private long segment;

    /// Step `index` of the plan; a static plugin's result is cut into chunks of `chunkRecords` records, and what the
    /// plugin counts stands in `notes`. `ordered` is what the workers of a stage that is cut at silences share, else
    /// null.
    PluginCall(
            StagePlan plan,
            int index,
            long chunkRecords,
            FailurePolicy policy,
            RunNotes notes,
            WorkingMemory ofRun,
            OrderedWork ordered) {
        this.plan = plan;
        this.step = plan.steps().get(index);
        this.plugin = step.plugin();
        this.inputs = new PluginInputs(plan, index);
        this.outputs = new PluginOutputs(plan, index, inputs, chunkRecords, ordered);
        this.silent = index == 0 && plan.demand().hasSilence();
        this.resetting = silent || index == 0 && plan.demand().hasBreaks();
        this.policy = policy;
        this.notes = notes;
        this.memory = owner -> ofRun.arena(owner + " of " + outputs.name());
    }

    /// The first output that it computes.
    int output() {
        return outputs.first();
    }

    /// Whether what was prepared must be used by the thread that prepared it.
    boolean isBoundToThread() {
        return prepared != null && plugin.isBoundToThread();
    }

    void prepare() throws Exception {
        try {
            prepared = plugin.prepare(this);
        } catch (KernelArgumentException refused) {
            throw plugin.spec().inOptions(refused);
        }
    }

    /// Computes the output chunks of `slot`, which then have its interval, and keep the laws.
    void compute(Slot slot) throws Exception {
        inputs.open(slot);
        outputs.open(slot);
        try {
            reset(silent ? slot.part() : slot.segment());
            inputs.requireAlike();
            call();
        } finally {
            outputs.endNumbering();
        }
        outputs.complete();
        for (int i = 0; i < tallies.size(); i++) {
            tallies.get(i).keep();
        }
    }

    private void reset(long now) throws Exception {
        if (resetting && now != segment) {
            plugin.reset(this);
            segment = now;
        }
    }

    private void call() throws Exception {
        inputs.beginCall();
        try {
            plugin.computeChunk(inputs, outputs, this);
        } catch (KernelArgumentException refused) {
            throw plugin.spec().inOptions(refused);
        } finally {
            inputs.endCall();
            outputs.seal();
        }
    }

    /// Makes the outputs empty chunks whose interval is lost; after [#compute] failed.
    void skip(String cause) {
        tallies.forEach(StepTally::forget);
        outputs.skip(cause);
    }

    void close() throws Exception {
        if (prepared instanceof AutoCloseable) {
            ((AutoCloseable) prepared).close();
        }
        prepared = null;
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
        return inputs.type(dataType);
    }

    @Override
    public RecordType inputType() {
        return inputs.type();
    }

    @Override
    public RecordType outputType() {
        return plan.type(outputs.first());
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
    public Tally tally(String sentence) {
        StepTally tally = notes.tally(plan.dataType(outputs.first()), sentence);
        tallies.add(tally);
        return tally;
    }

    @Override
    public <T> T prepared(Class<T> kind) {
        return kind.cast(prepared);
    }
}

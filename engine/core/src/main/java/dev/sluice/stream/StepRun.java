package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;

/// One plugin as one worker runs it: what it is handed, chunk after chunk, without an allocation. Confined to its
/// worker.
final class StepRun implements ChunkInput, ChunkOutput, PluginContext {
    private final StagePlan plan;
    private final StagePlan.Step step;
    private final int output;
    private final int[] inputs;
    private Object prepared;
    private Slot slot;

    StepRun(StagePlan plan, int index) {
        this.plan = plan;
        this.step = plan.steps().get(index);
        this.output = index + 1;
        this.inputs = step.inputs().stream().mapToInt(Integer::intValue).toArray();
    }

    StreamingPlugin plugin() {
        return step.plugin();
    }

    int output() {
        return output;
    }

    void prepare() throws Exception {
        prepared = step.plugin().prepare(this);
    }

    /// Computes the output chunk of `slot`, which then has the interval of the first input, and keeps the laws.
    void compute(Slot slot) throws Exception {
        this.slot = slot;
        Chunk input = chunk();
        ChunkWindow result = slot.window(output);
        result.set(slot.number(), input.start(), input.end(), plan.runId(), plan.dataType(output));
        step.plugin().computeChunk(this, this, this);
        List<Loss> losses = input.losses();
        for (int i = 0; i < losses.size(); i++) {
            result.addLoss(losses.get(i));
        }
        result.check();
    }

    void close() throws Exception {
        if (prepared instanceof AutoCloseable) {
            ((AutoCloseable) prepared).close();
        }
        prepared = null;
    }

    @Override
    public Chunk chunk() {
        return slot.window(inputs[0]).chunk();
    }

    @Override
    public Chunk chunk(String dataType) {
        return slot.window(input(dataType)).chunk();
    }

    @Override
    public Records records(long count) {
        return slot.buffer(output).room(count);
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

    @Override
    public <T> T prepared(Class<T> kind) {
        return kind.cast(prepared);
    }

    private int input(String dataType) {
        for (int input : inputs) {
            if (plan.dataType(input).equals(dataType)) {
                return input;
            }
        }
        throw new IllegalArgumentException(plan.pluginName(output) + " does not depend on " + dataType
                + "; it depends on " + plan.dependsOn(output));
    }
}

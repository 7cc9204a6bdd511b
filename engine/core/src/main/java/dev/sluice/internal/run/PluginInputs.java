package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Chunks;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Slot;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.record.NearestName;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;

/// What one plugin is handed to read, chunk after chunk. Confined to its worker; allocates nothing per chunk.
final class PluginInputs implements ChunkInput {
    private final StagePlan plan;
    private final StagePlan.Step step;
    private final int[] outputs;
    private final int[] siblings;
    private final InputViews[] views;
    private final boolean covering;
    private final boolean haloed;
    private final boolean silent;
    private final boolean stateful;
    private Slot slot;
    private long handed;
    private long handedNow;

    /// The inputs of step `index` of the plan.
    PluginInputs(StagePlan plan, int index) {
        this.plan = plan;
        this.step = plan.steps().get(index);
        this.outputs = step.inputs().stream().mapToInt(Integer::intValue).toArray();
        this.views = new InputViews[outputs.length];
        this.siblings = new int[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            views[i] = new InputViews(plan.type(outputs[i]), plan.dataType(outputs[i]));
            siblings[i] = sibling(i);
        }
        this.covering = index == 0 && plan.demand().covering();
        this.haloed = index == 0 && plan.demand().hasHalo();
        this.silent = index == 0 && plan.demand().hasSilence();
        this.stateful = plan.demand().isOrdered() || plan.demand().whole() || silent;
    }

    /// The first input that is of the same kind.
    private int sibling(int input) {
        String kind = plan.product(outputs[input]).kind();
        int first = 0;
        while (!plan.product(outputs[first]).kind().equals(kind)) {
            first++;
        }
        return first;
    }

    /// The inputs are those of `of` from now on.
    void open(Slot of) {
        slot = of;
        handed += handedNow;
        handedNow = stateful && !silent ? own() : 0;
    }

    /// @throws ChunkLawException if two of one kind differ in number: one row each stands for the same thing
    void requireAlike() {
        // Where the first input decides how far the others are shown, these have rows outside of it.
        for (int i = 0; i < outputs.length && !covering; i++) {
            if (siblings[i] != i && given(siblings[i]).length() != given(i).length()) {
                throw differing(given(siblings[i]), given(i));
            }
        }
    }

    private ChunkLawException differing(Chunk one, Chunk other) {
        return new ChunkLawException("inputs of " + step.plugin().name() + " are of one kind but differ in number: "
                + one.dataType() + " has count=" + one.length() + ", " + other.dataType() + " has count="
                + other.length() + " in chunk " + one.number() + " [" + one.start() + ", " + one.end()
                + "); their plugin must write one row per row of its input, or declare another kind");
    }

    /// The call begins: the plugin may look at what it is given.
    void beginCall() {
        for (int i = 0; i < views.length; i++) {
            views[i].begin(given(i));
        }
    }

    /// The call has ended: what the plugin keeps of its inputs is refused.
    void endCall() {
        for (int i = 0; i < views.length; i++) {
            views[i].end();
        }
    }

    /// How many inputs there are.
    int count() {
        return outputs.length;
    }

    /// The chunk of input number `input`, as it lies in the slot.
    Chunk given(int input) {
        return slot.window(outputs[input]).chunk();
    }

    /// The type of the first input.
    RecordType type() {
        return plan.type(outputs[0]);
    }

    /// The type of the input of that name.
    RecordType type(String dataType) {
        return plan.type(outputs[place(dataType)]);
    }

    @Override
    public Chunk chunk() {
        return views[0].chunk();
    }

    @Override
    public Chunk chunk(String dataType) {
        return views[place(dataType)].chunk();
    }

    private int place(String dataType) {
        for (int i = 0; i < outputs.length; i++) {
            if (plan.dataType(outputs[i]).equals(dataType)) {
                return i;
            }
        }
        List<String> needs = step.plugin().spec().dependsOn();
        throw new IllegalArgumentException(step.plugin().name() + " does not depend on " + dataType
                + NearestName.suggestion(dataType, needs, "it depends on " + needs));
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
    public long preceding() {
        if (!stateful) {
            throw new IllegalStateException(step.plugin().name() + " asks how many records come before its chunk, but"
                    + " is not handed all of the run; ask for stateful() in its specification");
        }
        return silent ? slot.preceding() : handed;
    }

    private long own() {
        Records records = given(0).records();
        return haloed
                ? Chunks.firstAtOrAfter(records, slot.end()) - Chunks.firstAtOrAfter(records, slot.start())
                : records.count();
    }
}

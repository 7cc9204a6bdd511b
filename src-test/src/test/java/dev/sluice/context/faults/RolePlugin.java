package dev.sluice.context.faults;

import dev.sluice.chunk.Chunks;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;

/// Copies its first input, with values to which is added what only a plugin of its role can know.
final class RolePlugin extends StreamingPlugin {
    private final Role role;
    private final PluginSpec spec;
    private final Hooks hooks;

    RolePlugin(Role role, PluginSpec spec, Hooks hooks) {
        this.role = role;
        this.spec = spec;
        this.hooks = hooks;
    }

    @Override
    public String name() {
        return "Subject";
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public Object prepare(PluginContext context) throws Exception {
        return hooks.memory();
    }

    /// What is prepared is on the heap: at low latency a reader may compute.
    @Override
    public boolean isBoundToThread() {
        return false;
    }

    @Override
    public void reset(PluginContext context) throws Exception {
        Hooks.raise(hooks.reset());
        context.prepared(Hooks.Memory.class).sum = 0;
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
        hooks.compute().strike(in.start(), in.end());
        Records left = in.records();
        switch (role) {
            case STATEFUL:
            case RESETTING:
                runningSum(left, out, context.prepared(Hooks.Memory.class));
                break;
            case HALO:
                sumAround(in, out);
                break;
            case ALIGNED:
            case COVERING:
                sumInside(in, in.records(spec.dependsOn().get(1)), out);
                break;
            case EXHAUSTING:
                addToEach(left, 0, left.count(), sum(left, 0, left.count()), out);
                break;
            case CHUNK_SIZED:
                addToEach(left, 0, left.count(), left.count(), out);
                break;
            default:
                addToEach(left, 0, left.count(), 1, out);
                break;
        }
        if (role == Role.DIVIDING && left.count() > 1) {
            out.cut(1, Steady.TIME.get(left, 1));
        }
        if (role == Role.TWO_OUTPUTS) {
            out.records(spec.products().get(1).dataType(), left.count()).copyFrom(0, left, 0, left.count());
        }
    }

    static long sum(Records records, long from, long to) {
        long sum = 0;
        for (long i = from; i < to; i++) {
            sum += Steady.VALUE.get(records, i);
        }
        return sum;
    }

    static void addToEach(Records from, long first, long beyond, long more, ChunkOutput out) {
        Records to = out.records(beyond - first);
        for (long i = first; i < beyond; i++) {
            copy(from, i, to, i - first, more);
        }
    }

    private static void copy(Records from, long index, Records to, long toIndex, long more) {
        Steady.put(
                to,
                toIndex,
                Steady.TIME.get(from, index),
                Steady.END.get(from, index),
                Steady.VALUE.get(from, index) + more);
    }

    private static void runningSum(Records left, ChunkOutput out, Hooks.Memory memory) {
        Records to = out.records(left.count());
        for (long i = 0; i < left.count(); i++) {
            memory.sum += Steady.VALUE.get(left, i);
            copy(left, i, to, i, memory.sum);
        }
    }

    /// Adds the values of all records that start within the halo of each.
    private static void sumAround(ChunkInput in, ChunkOutput out) {
        Records left = in.records();
        Records to = out.records(in.beyond() - in.first());
        for (long i = in.first(); i < in.beyond(); i++) {
            long time = Steady.TIME.get(left, i);
            long from = Chunks.firstAtOrAfter(left, time - Role.HALO_LENGTH);
            long beyond = Chunks.firstAtOrAfter(left, time + Role.HALO_LENGTH);
            copy(left, i, to, i - in.first(), sum(left, from, beyond));
        }
    }

    /// Adds the values of all records of the second input that start within each of the first.
    private static void sumInside(ChunkInput in, Records right, ChunkOutput out) {
        Records left = in.records();
        Records to = out.records(in.beyond() - in.first());
        for (long i = in.first(); i < in.beyond(); i++) {
            long from = Chunks.firstAtOrAfter(right, Steady.TIME.get(left, i));
            long beyond = Chunks.firstAtOrAfter(right, Steady.END.get(left, i));
            copy(left, i, to, i - in.first(), sum(right, from, beyond));
        }
    }
}

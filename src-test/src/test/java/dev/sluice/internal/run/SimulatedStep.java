package dev.sluice.internal.run;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;

/// A plugin of a simulated graph: values times a factor, and with those of the records around added; others may run
/// while it computes, and it may fail at a time of the stream.
final class SimulatedStep extends StreamingPlugin {
    /// It never fails.
    static final long NEVER = Long.MIN_VALUE;

    private final Simulation simulation;
    private final PluginSpec spec;
    private final long factor;
    private final String others;
    private final long reach;
    private final long failingAt;
    private final Throwable cause;
    private final boolean numbers;
    volatile long failedFrom = Long.MAX_VALUE;

    /// Adds the values of `others` within `reach`, unless `others` is null; fails of `cause` in the interval in which
    /// `failingAt` lies.
    SimulatedStep(
            Simulation simulation,
            PluginSpec spec,
            long factor,
            String others,
            long reach,
            long failingAt,
            Throwable cause) {
        this.simulation = simulation;
        this.spec = spec;
        this.factor = factor;
        this.others = others;
        this.reach = reach;
        this.failingAt = failingAt;
        this.cause = cause;
        this.numbers = spec.demand().hasSilence();
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        simulation.meanwhile();
        if (in.start() <= failingAt && failingAt < in.end()) {
            failedFrom = in.start();
            fail(cause);
        }
        Records own = in.records();
        Records around = others == null ? null : in.records(others);
        Records computed = out.records(in.beyond() - in.first());
        for (long i = in.first(); i < in.beyond(); i++) {
            long time = Pulses.TIME.get(own, i);
            long value = factor * Pulses.VALUE.get(own, i);
            simulation.meanwhile();
            for (long j = 0; around != null && j < around.count(); j++) {
                value += Math.abs(Pulses.TIME.get(around, j) - time) <= reach ? Pulses.VALUE.get(around, j) : 0;
            }
            Pulses.TIME.set(computed, i - in.first(), time);
            Pulses.VALUE.set(computed, i - in.first(), value);
        }
        if (numbers) {
            number(in, out);
        }
    }

    /// There is one result for each record, but in chunks that are skipped.
    private void number(ChunkInput in, ChunkOutput out) {
        long number = out.number(in.beyond() - in.first());
        if (number > in.preceding() || failingAt == NEVER && number < in.preceding()) {
            throw new AssertionError("number=" + number + " after " + in.preceding() + " records");
        }
    }

    static void fail(Throwable cause) {
        if (cause instanceof Error) {
            throw (Error) cause;
        }
        throw (RuntimeException) cause;
    }
}

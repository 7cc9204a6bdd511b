package dev.sluice.internal.run;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Records;

/// A source of a simulated graph: chunks of 100 ns with few records each or none, from the seed; may fail at a chunk.
final class SimulatedSource extends SourcePlugin {
    static final long CHUNK_NS = 100;

    private final Simulation simulation;
    private final String name;
    private final int[] counts;
    private final int failing;
    private final Throwable cause;
    int opened;
    int closed;

    /// Chunks of so many records each; reading chunk `failing` fails of `cause`.
    SimulatedSource(Simulation simulation, String name, int[] counts, int failing, Throwable cause) {
        this.simulation = simulation;
        this.name = name;
        this.counts = counts;
        this.failing = failing;
        this.cause = cause;
    }

    /// All that it gives where it does not fail.
    SimulatedRows rows() {
        SimulatedRows rows = new SimulatedRows();
        for (int chunk = 0; chunk < counts.length; chunk++) {
            for (int i = 0; i < counts[chunk]; i++) {
                rows.add(time(chunk, i), value(chunk, i));
            }
        }
        return rows;
    }

    static long time(int chunk, int index) {
        return chunk * CHUNK_NS + 7 + 30L * index;
    }

    static long value(int chunk, int index) {
        return 1 + chunk * 10L + index;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(name, Pulses.TYPE);
    }

    @Override
    public ChunkReader open(SourceContext context) {
        opened++;
        return new Reader();
    }

    private final class Reader implements ChunkReader {
        private int next;

        @Override
        public boolean read(SourceOutput out) {
            simulation.meanwhile();
            if (next == failing) {
                SimulatedStep.fail(cause);
            }
            if (next == counts.length) {
                return false;
            }
            Records records = out.records(counts[next]);
            for (int i = 0; i < counts[next]; i++) {
                Pulses.TIME.set(records, i, time(next, i));
                simulation.meanwhile();
                Pulses.VALUE.set(records, i, value(next, i));
            }
            out.publish(counts[next], next * CHUNK_NS, (next + 1) * CHUNK_NS);
            next++;
            return true;
        }

        @Override
        public void close() {
            closed++;
        }
    }
}

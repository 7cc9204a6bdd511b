package dev.sluice.context;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.KeepPolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Adds the values of its inputs, row by row, and its gain; counts the chunks that it computes. Fails, if set, at the
/// chunk that holds a value.
final class Counting extends StreamingPlugin {
    static final Option<Long> GAIN = Option.integer("gain", 1, "added to every value");

    private final PluginSpec spec;
    private final AtomicInteger chunks = new AtomicInteger();
    private volatile long fatal = -1;

    Counting(String provides, String... dependsOn) {
        this(provides, UnaryOperator.identity(), dependsOn);
    }

    Counting(String provides, UnaryOperator<PluginSpec> more, String... dependsOn) {
        this.spec = more.apply(PluginSpec.provides(provides, TestPlugin.INSTANTS)
                .dependsOn(dependsOn)
                .options(GAIN));
    }

    Counting keep(KeepPolicy policy) {
        return new Counting(
                spec.provides(), same -> same.keep(policy), spec.dependsOn().toArray(new String[0]));
    }

    Counting failingAt(long value) {
        fatal = value;
        return this;
    }

    /// How many chunks were computed since the last question.
    int chunks() {
        return chunks.getAndSet(0);
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        chunks.incrementAndGet();
        LongField time = TestPlugin.INSTANTS.longField("time");
        LongField value = TestPlugin.INSTANTS.longField("value");
        Records first = in.records();
        Records result = out.records(first.count());
        for (long i = 0; i < first.count(); i++) {
            time.set(result, i, time.get(first, i));
            long sum = context.get(GAIN);
            for (String input : spec.dependsOn()) {
                sum += value.get(in.records(input), i);
            }
            if (value.get(first, i) == fatal) {
                throw new IllegalStateException("told to fail at value=" + fatal);
            }
            value.set(result, i, sum);
        }
    }
}

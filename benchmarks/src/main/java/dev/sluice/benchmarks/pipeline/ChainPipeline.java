package dev.sluice.benchmarks.pipeline;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// A run in memory through plugins that are computed together, as often as one likes. Used by one thread.
public final class ChainPipeline {
    private static final long LONGEST_WAIT = 60_000_000_000L;

    private final Records records;
    private final List<StreamingPlugin> plugins;
    private final Histogram waits = new Histogram(LONGEST_WAIT, 2);

    /// A pipeline of these plugins over `records`.
    public ChainPipeline(Records records, List<StreamingPlugin> plugins) {
        this(
                records,
                plugins,
                plugins.stream().map(plugin -> plugin.spec().provides()).toList());
    }

    private ChainPipeline(Records records, List<StreamingPlugin> plugins, List<String> wanted) {
        this.records = records;
        this.plugins = new ArrayList<>(plugins);
        this.plugins.add(new Gathered(wanted));
    }

    /// A kernel, and a plugin that sees each record's neighbours.
    static ChainPipeline withHalo(Records records) {
        KernelStep kernel = new KernelStep(0);
        long apart = records.type().longField("endtime").get(records, 0)
                - records.type().longField("time").get(records, 0);
        return new ChainPipeline(
                records,
                List.of(kernel, new NeighbourStep(kernel.dataType(), apart)),
                List.of(NeighbourStep.DATA_TYPE));
    }

    /// A pipeline of `links` kernels, each of which reads all of a chunk.
    public static ChainPipeline ofKernels(Records records, int links) {
        return new ChainPipeline(
                records,
                IntStream.range(0, links)
                        .<StreamingPlugin>mapToObj(KernelStep::new)
                        .toList());
    }

    /// Streams the run once with settings of the caller.
    ///
    /// @throws IllegalStateException if not all of the run was delivered
    public Pass run(UnaryOperator<StreamingContext> settings) {
        waits.reset();
        ClockedSource source = new ClockedSource(records);
        long read;
        long end;
        try (Context context = Context.create().register(source)) {
            context.register(plugins.toArray(StreamingPlugin[]::new));
            try (ChunkStream stream =
                    settings.apply(context.streaming("benchmark")).getStream(Gathered.DATA_TYPE)) {
                for (Chunk chunk : stream) {
                    waits.recordValue(Math.min(LONGEST_WAIT, System.nanoTime() - source.claimed(chunk.number())));
                }
                end = System.nanoTime();
                read = stream.summary().records();
            }
        }
        if (read != records.count()) {
            throw new IllegalStateException("the pipeline read " + read + " of " + records.count() + " records");
        }
        double bytes = (double) records.count() * records.type().size();
        return new Pass(
                bytes / (end - source.began()) * 1e9, waits.getValueAtPercentile(50), waits.getValueAtPercentile(99));
    }
}

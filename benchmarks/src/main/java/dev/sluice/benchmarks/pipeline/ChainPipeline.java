package dev.sluice.benchmarks.pipeline;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// A run through plugins that are computed together, as often as one likes. Used by one thread.
public final class ChainPipeline {
    private static final long LONGEST_WAIT = 60_000_000_000L;

    private final SourcePlugin source;
    private final long count;
    private final int size;
    private final List<Plugin> plugins;
    private final String target;
    private final Histogram waits = new Histogram(LONGEST_WAIT, 2);

    private ChainPipeline(SourcePlugin source, Records records, List<? extends Plugin> plugins, String target) {
        this.source = source;
        this.count = records.count();
        this.size = records.type().size();
        this.plugins = List.copyOf(plugins);
        this.target = target;
    }

    /// A pipeline of these plugins over waveforms in memory.
    public ChainPipeline(Records records, List<StreamingPlugin> plugins) {
        this(new RecordSource(Waveforms.DATA_TYPE, records), records, plugins);
    }

    /// A pipeline of these plugins over waveforms that `source` gives: as many of the type of `records`.
    public ChainPipeline(SourcePlugin source, Records records, List<StreamingPlugin> plugins) {
        this(
                source,
                records,
                gathered(
                        plugins,
                        plugins.stream().map(plugin -> plugin.spec().provides()).toList()),
                Gathered.DATA_TYPE);
    }

    private static List<StreamingPlugin> gathered(List<StreamingPlugin> plugins, List<String> wanted) {
        List<StreamingPlugin> all = new ArrayList<>(plugins);
        all.add(new Gathered(wanted));
        return all;
    }

    /// From what `source` gives, as many as `records` and of their type, to a target of the built-in plugins.
    public static ChainPipeline toTarget(SourcePlugin source, Records records, String target) {
        return new ChainPipeline(source, records, KnownPlugin.computed(), target);
    }

    /// A kernel, and a plugin that sees each record's neighbours.
    static ChainPipeline withHalo(Records records) {
        KernelStep kernel = new KernelStep(0);
        long apart = records.type().longField("endtime").get(records, 0)
                - records.type().longField("time").get(records, 0);
        return new ChainPipeline(
                new RecordSource(Waveforms.DATA_TYPE, records),
                records,
                gathered(
                        List.of(kernel, new NeighbourStep(kernel.dataType(), apart)), List.of(NeighbourStep.DATA_TYPE)),
                Gathered.DATA_TYPE);
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
        ClockedSource clocked = new ClockedSource(source);
        long read;
        long end;
        try (Context context = Context.create().register(clocked)) {
            context.register(plugins.toArray(Plugin[]::new));
            try (ChunkStream stream =
                    settings.apply(context.streaming("benchmark")).getStream(target)) {
                for (Chunk chunk : stream) {
                    waits.recordValue(Math.min(LONGEST_WAIT, System.nanoTime() - clocked.claimed(chunk.number())));
                }
                end = System.nanoTime();
                read = stream.summary().records();
            }
        }
        if (read != count) {
            throw new IllegalStateException("the pipeline read " + read + " of " + count + " records");
        }
        double bytes = (double) count * size;
        return new Pass(
                bytes / (end - clocked.began()) * 1e9, waits.getValueAtPercentile(50), waits.getValueAtPercentile(99));
    }
}

package dev.sluice.benchmarks.pipeline;

import dev.sluice.analysis.feature.Features;
import dev.sluice.benchmarks.input.FragmentRun;
import dev.sluice.benchmarks.input.WaveformRun;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.StraxTypes;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// What chunk sizes are judged by: kinds of records, what is computed from them, and where they come from.
public enum Workload {
    /// Short records, one kernel.
    KERNEL_110(110, Chain.ONE_KERNEL),
    /// Short records, five kernels.
    FUSED_110(110, Chain.FIVE_FUSED),
    /// Short records and their neighbours.
    HALO_110(110, Chain.HALO),
    /// Usual records, one kernel.
    KERNEL_800(800, Chain.ONE_KERNEL),
    /// Usual records, five kernels.
    FUSED_800(800, Chain.FIVE_FUSED),
    /// Usual records and their neighbours.
    HALO_800(800, Chain.HALO),
    /// Long records, one kernel.
    KERNEL_6000(6000, Chain.ONE_KERNEL),
    /// Long records, five kernels.
    FUSED_6000(6000, Chain.FIVE_FUSED),
    /// Long records and their neighbours.
    HALO_6000(6000, Chain.HALO),
    /// Raw records in memory to hits.
    HITS("raw to hits", () -> ofRawRecords("hits", false)),
    /// Raw records in memory to peaks.
    PEAKS("raw to peaks", () -> ofRawRecords("peaks", false)),
    /// A file of waveforms to features.
    FILE_FEATURES("800 samples of .npy to features", () -> ofPlugins("<i2", 800, List.of(new Features()), true)),
    /// A file of raw records to hits.
    FILE_HITS("raw of .npy to hits", () -> ofRawRecords("hits", true));

    private final String words;
    private final Supplier<Opened> opening;

    Workload(int samples, Chain chain) {
        this(samples + " samples, " + chain, () -> waveforms(samples, chain));
    }

    Workload(String words, Supplier<Opened> opening) {
        this.words = words;
        this.opening = opening;
    }

    /// A workload with its run. Closed by its owner.
    ///
    /// @param pipeline computes it
    /// @param records  what it computes it from: of a file, what it was written from
    /// @param run      frees memory, and removes the file
    public record Opened(ChainPipeline pipeline, Records records, AutoCloseable run) implements AutoCloseable {
        @Override
        public void close() {
            free(run);
        }
    }

    /// Makes its run, of as many bytes as [ChunkSizeGate] says.
    public Opened open() {
        return opening.get();
    }

    @Override
    public String toString() {
        return words;
    }

    private static Opened waveforms(int samples, Chain chain) {
        WaveformRun run = new WaveformRun("<i2", samples, ChunkSizeGate.RUN_BYTES);
        return new Opened(chain.over(run.records()), run.records(), run);
    }

    /// Waveforms to what these plugins compute together, from memory or from a file.
    public static Opened ofPlugins(String sampleType, int samples, List<StreamingPlugin> plugins, boolean isOfFile) {
        WaveformRun run = new WaveformRun(sampleType, samples, ChunkSizeGate.RUN_BYTES);
        return opened(
                Waveforms.DATA_TYPE,
                run.records(),
                run,
                isOfFile,
                source -> new ChainPipeline(source, run.records(), plugins));
    }

    /// Raw records of strax to one target, from memory or from a file.
    public static Opened ofRawRecords(String target, boolean isOfFile) {
        FragmentRun run = new FragmentRun(ChunkSizeGate.RAW_BYTES);
        return opened(
                StraxTypes.RAW_RECORDS,
                run.records(),
                run,
                isOfFile,
                source -> ChainPipeline.toTarget(source, run.records(), target));
    }

    private static Opened opened(
            String dataType,
            Records records,
            AutoCloseable run,
            boolean isOfFile,
            Function<SourcePlugin, ChainPipeline> pipeline) {
        if (!isOfFile) {
            return new Opened(pipeline.apply(new RecordSource(dataType, records)), records, run);
        }
        RecordFile file = written(records, run);
        return new Opened(pipeline.apply(file.source()), records, () -> {
            file.close();
            run.close();
        });
    }

    /// A file of the run, which is freed where there can be none.
    private static RecordFile written(Records records, AutoCloseable run) {
        try {
            return new RecordFile(records);
        } catch (RuntimeException unwritten) {
            free(run);
            throw unwritten;
        }
    }

    private static void free(AutoCloseable run) {
        try {
            run.close();
        } catch (Exception failure) {
            throw new IllegalStateException("the run of a benchmark was not freed", failure);
        }
    }
}

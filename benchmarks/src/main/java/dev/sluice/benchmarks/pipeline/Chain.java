package dev.sluice.benchmarks.pipeline;

import dev.sluice.record.Records;

/// The chains of plugins that chunk sizes are judged by.
public enum Chain {
    /// One kernel.
    ONE_KERNEL("one kernel"),
    /// Five kernels, computed in one pass over each chunk.
    FIVE_FUSED("five fused"),
    /// A kernel, and after it a plugin that sees the neighbours of each chunk.
    HALO("kernel and halo");

    private final String words;

    Chain(String words) {
        this.words = words;
    }

    /// A pipeline of these plugins over waveforms.
    public ChainPipeline over(Records records) {
        return switch (this) {
            case ONE_KERNEL -> ChainPipeline.ofKernels(records, 1);
            case FIVE_FUSED -> ChainPipeline.ofKernels(records, 5);
            case HALO -> ChainPipeline.withHalo(records);
        };
    }

    @Override
    public String toString() {
        return words;
    }
}

package dev.sluice.plugin;

/// Computes from all of a run at once, rather than chunk by chunk: for results that need the whole.
///
/// Streams that it depends on are gathered first, within the memory of the run; what it provides is one piece, which
/// becomes a stream of chunks for what depends on it. Without dependencies it is a table that is made once.
public abstract class StaticPlugin extends StreamingPlugin {
    /// Computes everything. As [StreamingPlugin#computeChunk], called once per run.
    ///
    /// @throws Exception to end the run
    public abstract void compute(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception;

    @Override
    public final void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
        compute(in, out, context);
    }
}

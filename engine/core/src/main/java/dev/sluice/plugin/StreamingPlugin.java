package dev.sluice.plugin;

/// Computes a stream of chunks from streams of chunks, one chunk at a time.
///
/// The engine hands over an input chunk and an output to fill; the output covers the same interval of time. Writing
/// nothing gives an empty chunk: time is carried forward. Chunks are computed by several workers at once unless the
/// [specification][PluginSpec#stateful()] says that the plugin is stateful, and leave in order all the same.
public abstract non-sealed class StreamingPlugin extends Plugin {
    /// What the plugin asks of the engine in a run with these options: by default what its specification says. For
    /// plugins whose halo depends on options. Called before the run, by any thread.
    public Demand demand(OptionValues options) {
        return spec().demand();
    }

    /// Makes what [#computeChunk] needs again and again: bound kernels, scratch memory, state. Called once per worker
    /// before its first chunk; the object is handed back by [PluginContext#prepared(Class)] to that worker only, and
    /// closed at the end of the run if it is [AutoCloseable]. Returns null by default.
    ///
    /// @throws Exception to end the run; the engine adds plugin and run to the report
    public Object prepare(PluginContext context) throws Exception {
        return null;
    }

    /// Forgets what was learnt from the chunks before: called before the first chunk of every segment but the first,
    /// for
    /// plugins that asked to be reset at breaks in time. Does nothing by default. Runs on the worker's thread.
    ///
    /// @throws Exception to end the run
    public void reset(PluginContext context) throws Exception {}

    /// Computes the output for one chunk. Input and output belong to the engine and are valid during the call only; the
    /// input is read-only. Runs on a worker thread.
    ///
    /// @throws Exception to end the run, or with the policy SKIP to make this chunk an empty one; the engine adds
    ///     plugin, run, type of data, chunk number and range of time to the report
    public abstract void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception;
}

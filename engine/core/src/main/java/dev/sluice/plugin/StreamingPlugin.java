package dev.sluice.plugin;

/// Computes a stream of chunks from streams of chunks, one chunk at a time.
///
/// The engine hands over an input chunk and an output to fill; the output covers the same interval of time. Writing
/// nothing gives an empty chunk: time is carried forward. Chunks are computed by several workers at once unless the
/// [specification][PluginSpec#stateful()] says that the plugin is stateful, and leave in order all the same.
public abstract non-sealed class StreamingPlugin extends Plugin {
    /// What the plugin asks of the engine in a run with these options: by default what its specification says. For
    /// plugins whose halo depends on options. Called before the run, by any thread.
    public Requirements demand(OptionValues options) {
        return spec().demand();
    }

    /// Makes what [#computeChunk] needs again and again: bound kernels, scratch memory, state. Called once per
    /// worker before its first chunk; the object is handed back by [PluginContext#prepared(Class)] to that worker
    /// only, and closed at the end of the run if it is [AutoCloseable]. Returns null by default.
    ///
    /// One thread per worker calls this method, [#computeChunk] and the object's `close`, under every [policy of
    /// waiting][dev.sluice.stream.WaitPolicy]: a confined arena may be opened here. Only where nothing is prepared,
    /// or it [may be used by any thread][#isBoundToThread], a reader at low latency may call [#computeChunk] itself. A
    /// plugin that declares a [silence][PluginSpec#forgettingAt] prepares once more for what goes on in order: workers
    /// use that in turns, so it is of no thread.
    ///
    /// @throws Exception to end the run; the engine adds plugin and run to the report
    public Object prepare(PluginContext context) throws Exception {
        return null;
    }

    /// Whether what [#prepare] returns must be used and closed by the thread that made it. True by default. A plugin
    /// that returns false allows any thread to use and close it, one at a time, and with one worker at low latency
    /// its chunks may be computed by the reader, a hand-over less.
    public boolean isBoundToThread() {
        return true;
    }

    /// Forgets what was learnt from the chunks before: called before the first chunk of every segment but the first,
    /// for plugins that asked to be reset at breaks in time, and before the first chunk after a silence at which the
    /// engine [cuts][PluginSpec#forgettingAt]. Does nothing by default. Runs on the thread that computes the chunk.
    ///
    /// @throws Exception to end the run
    public void reset(PluginContext context) throws Exception {}

    /// Computes the output for one chunk. Input and output belong to the engine and are valid during the call only;
    /// the input is read-only. Runs on a worker thread, or on that of a reader at low latency as [#prepare] says;
    /// one that is interrupted there is computed again by the worker. A plugin that catches an interrupt throws it
    /// on, or sets the flag again.
    ///
    /// @throws Exception to end the run, or with the policy SKIP to make this chunk an empty one; the engine adds
    ///     plugin, run, type of data, chunk number and range of time to the report
    public abstract void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception;
}

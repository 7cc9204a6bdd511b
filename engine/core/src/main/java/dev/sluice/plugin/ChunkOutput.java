package dev.sluice.plugin;

import dev.sluice.chunk.Loss;
import dev.sluice.record.Records;

/// What a plugin fills: records in the memory of the ring, over the interval of the input. Valid during the call.
///
/// Records are written in order of time. A plugin with a halo may write records that start outside the interval that is
/// to be computed: they are left out.
public interface ChunkOutput {
    /// The output records, `count` of them. May be called again with another count (to shrink or grow); what was
    /// written is kept, and what was sliced from the records before is refused. All bytes are zero until they are
    /// written, unless the plugin said that it [writes every field][PluginSpec#writesEveryField()].
    Records records(long count);

    /// The same for the type of data of that name, where a plugin provides several.
    ///
    /// @throws IllegalArgumentException if the plugin does not provide it
    Records records(String dataType, long count);

    /// Marks an interval of the first output as lost: what was left out of it under [FailurePolicy#SKIP], say. Does not
    /// count for a chunk that fails.
    void lost(Loss loss);

    /// Ends a chunk of the first output at time `end`, after its first `count` records: what follows goes into the
    /// next one. For plugins that make several chunks of one; the last one ends where the input does. A cut through
    /// an open record of a disjoint type fails the chunk once it is computed.
    ///
    /// @throws IllegalStateException if the plugin did not ask to be [dividing][PluginSpec#dividing()]
    /// @throws IllegalArgumentException if `end` or `count` lies before that of the last cut, or outside the input
    void cut(long count, long end);

    /// Counts `count` more results, and returns how many were counted in the chunks before: for a number of each result
    /// in the run. To be called once per chunk at most. Where chunks are computed by several workers, it waits until
    /// those before have called it, or are done.
    ///
    /// @throws IllegalStateException if the plugin did not ask to be [stateful][PluginSpec#stateful()], or declares a
    ///     silence without [numbering][Silence#numbering()]
    long number(long count);
}

package dev.sluice.plugin;

import dev.sluice.chunk.Chunk;
import dev.sluice.record.Records;

/// What a plugin computes from: one chunk of each type that it depends on, all over the same interval.
///
/// Valid during the call, and refused after it. Writing to it is refused: others read the same memory.
///
/// A plugin that asked for a halo is shown chunks that are wider than the interval that it computes: `[start(), end())`
/// is what counts, and its records are those from index [#first()] to [#beyond()].
public interface ChunkInput {
    /// The chunk of the first dependency.
    Chunk chunk();

    /// The records of the first dependency.
    default Records records() {
        return chunk().records();
    }

    /// The chunk of the dependency of that name.
    ///
    /// @throws IllegalArgumentException if the plugin does not depend on it
    Chunk chunk(String dataType);

    /// The records of the dependency of that name.
    default Records records(String dataType) {
        return chunk(dataType).records();
    }

    /// First instant of the interval that is to be computed.
    long start();

    /// First instant beyond that interval.
    long end();

    /// The index of the first record of the first dependency inside the interval; before it lies the halo.
    long first();

    /// The index after the last record of the first dependency inside the interval; from there the halo goes on.
    long beyond();

    /// Which segment of the run this is, from 0: a break longer than [Requirements#breakGap] begins a new one. 0 if the
    /// plugin asked for no breaks.
    long segment();

    /// How many records of the first dependency lie before record [#first()] in the run, as far as they were handed to
    /// the plugin: what makes an index in the chunk one in the run.
    ///
    /// @throws IllegalStateException if the plugin did not ask to be [stateful][PluginSpec#stateful()]: it is not
    /// handed
    ///     the run from its start
    long preceding();
}

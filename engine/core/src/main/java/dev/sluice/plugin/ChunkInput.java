package dev.sluice.plugin;

import dev.sluice.chunk.Chunk;
import dev.sluice.record.Records;

/// What a plugin computes from: one chunk of each type that it depends on, all over the same interval. Read-only, valid
/// during the call.
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
}

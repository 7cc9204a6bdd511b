package dev.sluice.plugin;

import dev.sluice.record.Records;

/// What a plugin fills: records in the memory of the ring, over the interval of the input. Valid during the call.
public interface ChunkOutput {
    /// The output records, `count` of them. May be called again with another count (to shrink or grow); what was
    /// written is kept. The records have arbitrary content until they are written: write every field.
    Records records(long count);
}

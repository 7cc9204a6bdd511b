package dev.sluice.store;

import java.util.Objects;

/// Under what data are kept: the run, the type of data, and how they came about. An immutable value, safe from any
/// thread. Two keys are equal if all three are; that the hashes of the lineages agree is not enough.
///
/// @param runId    the run
/// @param dataType the name under which a plugin provides the data
/// @param lineage  plugins, versions, options and files of all ancestors
public record StoreKey(String runId, String dataType, Lineage lineage) {
    /// Refuses empty names.
    public StoreKey {
        Objects.requireNonNull(lineage, "lineage");
        if (runId.isEmpty() || dataType.isEmpty()) {
            throw new IllegalArgumentException("data without a run or a type cannot be kept: runId='" + runId
                    + "', dataType='" + dataType + "'; name both");
        }
    }

    /// `<run>-<type>-<hash>`, such as `007-records-63l2ihpzzs`: the name of a folder of strax.
    public String name() {
        return runId + "-" + dataType + "-" + lineage.hash();
    }

    /// The name: lineages are long.
    @Override
    public String toString() {
        return name();
    }
}

package dev.sluice.formats;

import dev.sluice.store.Lineage;

/// What a request says to the writer of a file. Immutable.
///
/// @param dataType what the records are, such as `hits`
/// @param runId    the run that they are of
/// @param lineage  how they came about; null if it is not known
/// @param titled   whether fields carry their titles, where the format has them
public record OutputSettings(String dataType, String runId, Lineage lineage, boolean titled) {
    /// Records of that type and run, of which nothing else is known.
    public static OutputSettings of(String dataType, String runId) {
        return new OutputSettings(dataType, runId, null, false);
    }
}

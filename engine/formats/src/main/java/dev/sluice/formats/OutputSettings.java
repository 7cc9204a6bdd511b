package dev.sluice.formats;

import dev.sluice.store.Lineage;
import java.util.Optional;
import java.util.function.Supplier;

/// What a request says to the writer of a file. Immutable.
///
/// @param dataType what the records are, such as `hits`
/// @param runId    the run that they are of
/// @param origin   gives how they came about, if it is known; asked only by formats that have a place for it
/// @param titled   whether fields carry their titles, where the format has them
public record OutputSettings(String dataType, String runId, Supplier<Optional<Lineage>> origin, boolean titled) {
    /// Records of that type and run, of which nothing else is known.
    public static OutputSettings of(String dataType, String runId) {
        return new OutputSettings(dataType, runId, Optional::empty, false);
    }

    /// The same with titles if `wanted`.
    public OutputSettings titled(boolean wanted) {
        return new OutputSettings(dataType, runId, origin, wanted);
    }
}

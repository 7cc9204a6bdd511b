package dev.sluice.stream;

/// How full the ring of a stage is. Immutable.
///
/// @param stage    the name of the stage
/// @param occupied slots in use
/// @param slots    slots in all
public record RingFill(String stage, long occupied, int slots) {
    /// `Features 3/16`.
    @Override
    public String toString() {
        return stage + " " + occupied + "/" + slots;
    }
}

package dev.sluice.stream;

/// What went through one stage so far, and how full it is: a snapshot. Immutable.
///
/// @param name       the first plugin of the stage, or its source
/// @param chunks     chunks that the stage has computed
/// @param recordsIn  records of the inputs in those
/// @param bytesIn    bytes of those records
/// @param recordsOut records that the plugins of the stage made of them
/// @param bytesOut   bytes of those
/// @param occupied   slots of the ring that are in use
/// @param slots      slots of the ring
/// @param waitShare  the share of their time that the workers had nothing to do, 0 to 1
/// @param silences   how many chunks lie between two silences, and how many were computed in order
public record StageStatistics(
        String name,
        long chunks,
        long recordsIn,
        long bytesIn,
        long recordsOut,
        long bytesOut,
        long occupied,
        int slots,
        double waitShare,
        SilenceCounts silences) {
    /// How full the ring is: `Features 3/16`.
    String fill() {
        return name + " " + occupied + "/" + slots;
    }
}

package dev.sluice.formats.store;

import java.time.Duration;

/// How a [DiskStore] writes. Immutable.
///
/// @param forceBytes  so many bytes at most are written before they are forced to the disk and their chunks readable
/// @param forceEvery  the same as a time, looked at with every chunk
/// @param reserve     bytes of the disk that are left free; a hundredth of a disk that is smaller than a hundred times
/// it
public record DiskSettings(long forceBytes, Duration forceEvery, long reserve) {
    /// Forced every 32 MiB or four times a second, with 64 MiB left free.
    public static final DiskSettings DEFAULT = new DiskSettings(32L << 20, Duration.ofMillis(250), 64L << 20);

    /// Every chunk is forced to the disk by itself, and readable when the writer has taken it.
    public static final DiskSettings EACH_CHUNK = new DiskSettings(0, Duration.ZERO, 64L << 20);

    /// Refuses negative values.
    public DiskSettings {
        if (forceBytes < 0 || forceEvery.isNegative() || reserve < 0) {
            throw new IllegalArgumentException("less than nothing: forceBytes=" + forceBytes + ", forceEvery="
                    + forceEvery + ", reserve=" + reserve + "; give 0 or more");
        }
    }
}

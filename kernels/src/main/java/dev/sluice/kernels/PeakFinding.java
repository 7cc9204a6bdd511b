package dev.sluice.kernels;

/// What makes a peak of hits; an immutable value, safe from any thread. Times are in ns.
///
/// @param gapThreshold   no hit for so long ends a peak; more than both extensions
/// @param leftExtension  a peak starts so long before its first hit
/// @param rightExtension a peak ends so long after the end of its hits
/// @param minArea        least area in PE
/// @param minChannels    least number of channels that contribute
/// @param maxDuration    longest peak, extensions included, unless one hit is longer
public record PeakFinding(
        long gapThreshold, long leftExtension, long rightExtension, double minArea, int minChannels, long maxDuration) {

    /// strax' own: gaps of 300 ns, extensions of 20 and 150 ns, two channels, at most 10 ms.
    public static final PeakFinding DEFAULT = new PeakFinding(300, 20, 150, 0, 2, 10_000_000);

    private static final long LONGEST = Integer.MAX_VALUE;

    /// Checks the values and how they go together.
    public PeakFinding {
        if (leftExtension < 0 || rightExtension < 0 || gapThreshold <= leftExtension + rightExtension) {
            throw new IllegalArgumentException("peaks would overlap: gapThreshold=" + gapThreshold
                    + " leftExtension=" + leftExtension + " rightExtension=" + rightExtension
                    + "; extensions are 0 or more, the gap more than both together");
        }
        if (minChannels < 1 || Double.isNaN(minArea)) {
            throw new IllegalArgumentException("no limit for a peak: minChannels=" + minChannels + " minArea=" + minArea
                    + "; give 1 channel or more, and a number");
        }
        if (maxDuration < 1 || maxDuration > LONGEST || gapThreshold > LONGEST) {
            throw new IllegalArgumentException("times beyond int32: maxDuration=" + maxDuration + " gapThreshold="
                    + gapThreshold + ", limits are 1 and " + LONGEST + " ns");
        }
    }
}

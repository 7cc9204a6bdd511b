package dev.sluice.kernels.event;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelArgumentException.Parameter;
/// What makes a peak of hits; an immutable value, safe from any thread. Times are in ns.

public final class PeakFinding {

    /// strax' own: gaps of 300 ns, extensions of 20 and 150 ns, two channels, at most 10 ms.
    public static final PeakFinding DEFAULT = new PeakFinding(new Builder());

    private static final long LONGEST = Integer.MAX_VALUE;

    private final long gapThreshold;
    private final long leftExtension;
    private final long rightExtension;
    private final double minArea;
    private final int minChannels;
    private final long maxDuration;

    private PeakFinding(Builder values) {
        this.gapThreshold = values.gapThreshold;
        this.leftExtension = values.leftExtension;
        this.rightExtension = values.rightExtension;
        this.minArea = values.minArea;
        this.minChannels = values.minChannels;
        this.maxDuration = values.maxDuration;
    }

    /// A builder that has the values of these settings.
    public Builder with() {
        return new Builder()
                .gapThreshold(gapThreshold)
                .leftExtension(leftExtension)
                .rightExtension(rightExtension)
                .minArea(minArea)
                .minChannels(minChannels)
                .maxDuration(maxDuration);
    }

    /// No hit for so long ends a peak; more than both extensions.
    public long gapThreshold() {
        return gapThreshold;
    }

    /// A peak starts so long before its first hit.
    public long leftExtension() {
        return leftExtension;
    }

    /// A peak ends so long after the end of its hits.
    public long rightExtension() {
        return rightExtension;
    }

    /// Least area in PE.
    public double minArea() {
        return minArea;
    }

    /// Least number of channels that contribute.
    public int minChannels() {
        return minChannels;
    }

    /// Longest peak, extensions included, unless one hit is longer.
    public long maxDuration() {
        return maxDuration;
    }

    /// Collects settings by name; those that are not set are strax' own. Not for sharing between threads.
    public static final class Builder {
        private long gapThreshold = 300;
        private long leftExtension = 20;
        private long rightExtension = 150;
        private double minArea;
        private int minChannels = 2;
        private long maxDuration = 10_000_000;

        private Builder() {}

        /// No hit for so long ends a peak, in ns.
        public Builder gapThreshold(long time) {
            this.gapThreshold = time;
            return this;
        }

        /// A peak starts so long before its first hit, in ns.
        public Builder leftExtension(long time) {
            this.leftExtension = time;
            return this;
        }

        /// A peak ends so long after the end of its hits, in ns.
        public Builder rightExtension(long time) {
            this.rightExtension = time;
            return this;
        }

        /// Least area in PE.
        public Builder minArea(double area) {
            this.minArea = area;
            return this;
        }

        /// Least number of channels that contribute.
        public Builder minChannels(int channels) {
            this.minChannels = channels;
            return this;
        }

        /// Longest peak, extensions included, unless one hit is longer; in ns.
        public Builder maxDuration(long time) {
            this.maxDuration = time;
            return this;
        }

        /// The settings; fails with `IllegalArgumentException` if peaks would overlap, a limit is none, or a time is
        /// beyond int32.
        public PeakFinding build() {
            requireTime("gapThreshold", 1, gapThreshold);
            requireTime("leftExtension", 0, leftExtension);
            requireTime("rightExtension", 0, rightExtension);
            requireTime("maxDuration", 1, maxDuration);
            if (gapThreshold <= leftExtension + rightExtension) {
                throw KernelArgumentException.of(
                        "peaks would overlap",
                        "extensions are 0 or more, the gap more than both together",
                        new Parameter("gapThreshold", gapThreshold),
                        new Parameter("leftExtension", leftExtension),
                        new Parameter("rightExtension", rightExtension));
            }
            if (minChannels < 1 || Double.isNaN(minArea)) {
                throw KernelArgumentException.of(
                        "no limit for a peak",
                        "give 1 channel or more, and a number",
                        new Parameter("minChannels", minChannels),
                        new Parameter("minArea", minArea));
            }
            return new PeakFinding(this);
        }

        private static void requireTime(String name, long least, long time) {
            if (time < least || time > LONGEST) {
                throw KernelArgumentException.of(
                        "time beyond int32", "limits are " + least + " and " + LONGEST + " ns", name, time);
            }
        }
    }
}

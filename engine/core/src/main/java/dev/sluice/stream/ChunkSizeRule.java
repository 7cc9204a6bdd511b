package dev.sluice.stream;

import java.time.Duration;

/// How many bytes of input a chunk holds where it is not set: the outcome of the sweep in `benchmarks/`, which
/// `./sluice bench --check` holds it to. Immutable.
///
/// A chunk is a quarter of the second-level cache of a core, so that all plugins of a stage find it there, beside what
/// they write for it, and large enough that the ring's cost per chunk does not count. Where a latency is asked for,
/// what is in flight is as much as a stage computes within it at 1 GB/s, because a record waits for all chunks before
/// it. A slower stage lets it wait longer, in proportion.
public final class ChunkSizeRule {
    /// Overrides the rule, in bytes: for experiments, such as showing that the gate notices a bad one.
    public static final String OVERRIDE = "sluice.chunk.bytes";

    static final long LEAST = 16 << 10;
    static final long MOST = 4 << 20;

    /// A chain of plugins writes about as much as it reads once or twice, and the caches keep what was used before it.
    private static final int SHARE = 4;

    /// Bytes per nanosecond that a stage is taken to compute: no plugin is measured for it.
    private static final double RATE = 1;

    private final CacheSizes caches;

    private ChunkSizeRule(CacheSizes caches) {
        this.caches = caches;
    }

    /// The rule on a machine with these caches.
    public static ChunkSizeRule of(CacheSizes caches) {
        return new ChunkSizeRule(caches);
    }

    /// Bytes per chunk where only throughput counts.
    ///
    /// @throws IllegalArgumentException if the property `sluice.chunk.bytes` is set, and below 1
    public long bytes() {
        Long forced = Long.getLong(OVERRIDE);
        if (forced == null) {
            return Math.clamp(caches.second() / SHARE, LEAST, MOST);
        }
        if (forced < 1) {
            throw new IllegalArgumentException(OVERRIDE + "=" + forced + " is below 1; give bytes, or leave it out");
        }
        return forced;
    }

    /// Bytes per chunk where no record may wait longer than `latency` in a ring of `slots` slots, at 1 GB/s: never more
    /// than [#bytes()].
    ///
    /// @throws IllegalArgumentException if the latency is not positive
    public long bytes(Duration latency, int slots) {
        if (latency.isNegative() || latency.isZero()) {
            throw new IllegalArgumentException("latency=" + latency + " is not positive; give 1 us or more");
        }
        return Math.min(bytes(), Math.max(1, bytesWithin(latency) / slots));
    }

    /// Bytes that may be in flight where no record may wait longer than `latency`, at 1 GB/s.
    static long bytesWithin(Duration latency) {
        return (long) (saturatedNanos(latency) * RATE);
    }

    private static long saturatedNanos(Duration latency) {
        return latency.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : latency.toNanos();
    }
}

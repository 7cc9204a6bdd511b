package dev.sluice.kernels.feature;

import dev.sluice.kernels.internal.feature.PulseShapePlan;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Where `PulseShapeKernel` writes in every result record, and so what it computes; immutable, safe from any thread,
/// owns no memory.
///
///     PulseShapeResults.of(8).with(PulseShapeValue.RISE_TIME, 0).with(PulseShapeValue.WIDTH, 4)
///
/// All values are float32; offsets are in bytes from the start of a result record and need no alignment.
public final class PulseShapeResults {

    private final int stride;
    private final Map<PulseShapeValue, Integer> offsets;

    private PulseShapeResults(int stride, Map<PulseShapeValue, Integer> offsets) {
        this.stride = stride;
        this.offsets = Collections.unmodifiableMap(offsets);
    }

    /// Result records of this many bytes, without values.
    public static PulseShapeResults of(int stride) {
        if (stride < 1) {
            throw new IllegalArgumentException("result records have no size: stride=" + stride + ", least is 1");
        }
        return new PulseShapeResults(stride, new EnumMap<>(PulseShapeValue.class));
    }

    /// Every value, packed in the order of their declaration.
    public static PulseShapeResults packed() {
        PulseShapeResults results = of(PulseShapeValue.values().length * Float.BYTES);
        for (PulseShapeValue value : PulseShapeValue.values()) {
            results = results.with(value, value.ordinal() * Float.BYTES);
        }
        return results;
    }

    /// The same, with this value at that offset; it must lie inside the record and beside the others.
    public PulseShapeResults with(PulseShapeValue value, int offset) {
        if (value == null || offset < 0 || offset > stride - Float.BYTES) {
            throw new IllegalArgumentException("result outside its record: " + value + " at offset=" + offset
                    + ", stride=" + stride + "; a float32 must fit between 0 and the stride");
        }
        Map<PulseShapeValue, Integer> more = new EnumMap<>(PulseShapeValue.class);
        more.putAll(offsets);
        more.remove(value);
        more.forEach((other, taken) -> {
            if (Math.abs(taken - offset) < Float.BYTES) {
                throw new IllegalArgumentException("results overlap: " + other + " at offset=" + taken + ", " + value
                        + " at offset=" + offset + "; keep them 4 bytes apart");
            }
        });
        more.put(value, offset);
        return new PulseShapeResults(stride, more);
    }

    /// Bytes from one result record to the next.
    public int stride() {
        return stride;
    }

    /// Bytes of a result record up to the end of its last value.
    public int extent() {
        return offsets.values().stream()
                .mapToInt(offset -> offset + Float.BYTES)
                .max()
                .orElse(0);
    }

    /// True if at least one of these values is written.
    boolean wants(PulseShapeValue... values) {
        return Arrays.stream(values).anyMatch(offsets::containsKey);
    }

    /// The offset by number of the value, as loops read them.
    int[] raw() {
        int[] raw = new int[PulseShapeValue.values().length];
        for (PulseShapeValue value : PulseShapeValue.values()) {
            raw[value.ordinal()] = offsets.getOrDefault(value, PulseShapePlan.NOT_WANTED);
        }
        return raw;
    }
}

package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Saturated;

/// Where the fields of a hit of strax lie, in bytes from its start; stateless, safe from any thread.
public final class StraxHit {

    /// Bytes of a hit.
    public static final int BYTES = 48;
    /// int64, ns.
    public static final int TIME = 0;
    /// int32, samples.
    public static final int LENGTH = 8;
    /// int16, ns.
    public static final int DT = 12;
    /// int16.
    public static final int CHANNEL = 14;
    /// float32, ADC counts × samples.
    public static final int AREA = 16;
    /// int16: the first sample of the hit, in the record.
    public static final int LEFT = 20;
    /// int16: the first sample to integrate, in the record; below 0 in the one before.
    public static final int LEFT_INTEGRATION = 24;
    /// int16: just after the last sample to integrate.
    public static final int RIGHT_INTEGRATION = 26;
    /// int32: index of the record.
    public static final int RECORD = 28;

    private StraxHit() {}

    /// When the hit at this address ends.
    public static long end(long hit) {
        return Saturated.add(
                AddressSpace.int64(hit + TIME), (long) AddressSpace.int32(hit + LENGTH) * AddressSpace.int16(hit + DT));
    }
}

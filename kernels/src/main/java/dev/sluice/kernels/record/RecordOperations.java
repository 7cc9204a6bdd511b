package dev.sluice.kernels.record;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.internal.check.Channels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.record.FragmentPlan;
import dev.sluice.kernels.internal.record.ScalarFragments;
import java.lang.foreign.MemorySegment;

/// What is done to every record of a `FragmentLayout` one after the other, each operation by itself; `RecordsKernel`
/// does them all in one pass.
///
/// Immutable and safe from any thread; it owns no memory. The length of a record is cut to the samples there are.
/// Formulas of strax, where they go wrong only in compatibility: there the difference to the baseline wraps at 16 bits
/// (here it saturates), a negative baseline is cut towards zero (here down, as its fraction is counted), the fraction
/// is added whatever the polarity, padding is integrated, and a negative bit shift makes an area of 0.
///
/// Segments must be native; a shared arena cannot be closed during the call. Every method fails before anything
/// is written: `IndexOutOfBoundsException` if a segment is too small, `IllegalArgumentException` if it is a heap or
/// read-only segment, `IllegalStateException` if it is closed, `WrongThreadException` if it belongs to another thread.
/// Nothing is allocated.
public final class RecordOperations {

    private final FragmentLayout layout;
    private final FragmentPlan.Loop loop;
    private final Call.Body fromRaw = this::fromRaw;
    private final Call.Body zeroOutOfBounds = this::zeroOutOfBounds;
    private final Call.Body subtractBaseline = this::subtractBaseline;
    private final Call.Body integrate = this::integrate;

    private RecordOperations(FragmentLayout layout, FragmentPlan.Loop loop) {
        this.layout = layout;
        this.loop = loop;
    }

    /// The operations on records of this layout, whose pulses went in this direction.
    public static RecordOperations of(FragmentLayout layout, Polarity polarity, Compatibility compatibility) {
        return of(layout, polarity, compatibility, Kernels.provider());
    }

    /// The same, computed with this provider.
    public static RecordOperations of(
            FragmentLayout layout, Polarity polarity, Compatibility compatibility, KernelProvider provider) {
        if (layout == null || polarity == null || compatibility == null || provider == null) {
            throw new IllegalArgumentException("something is missing: layout=" + layout + " polarity=" + polarity
                    + " compatibility=" + compatibility + " provider=" + provider + "; give all four");
        }
        FragmentPlan plan = new FragmentPlan(
                layout.samples(),
                Channels.polarities(Polarities.all(polarity), layout),
                compatibility == Compatibility.STRAX);
        return new RecordOperations(layout, Loops.of(provider, plan, ScalarFragments::of));
    }

    /// Makes records of raw ones (strax' `raw_to_records`): common fields and samples are copied, the digitiser's
    /// baseline becomes float32, the rest is 0. The segments must not overlap.
    public void fromRaw(MemorySegment raw, long offset, long count, MemorySegment records, long recordOffset) {
        long from = Segments.addressOfRecords("raw", raw, offset, count, layout.rawBytes(), layout.rawBytes());
        long to = addressOfRecords(records, recordOffset, count);
        Call.begin()
                .holding(raw)
                .holding(records)
                .with(from)
                .with(count)
                .with(to)
                .run(fromRaw);
    }

    /// Zeroes the samples after the length of every record (strax' `zero_out_of_bounds`).
    public void zeroOutOfBounds(MemorySegment records, long offset, long count) {
        long address = addressOfRecords(records, offset, count);
        Call.begin().holding(records).with(address).with(count).run(zeroOutOfBounds);
    }

    /// Makes samples counts below the baseline field for negative pulses, above it for positive ones: floor(baseline) -
    /// x or x - floor(baseline), saturated to int16, within the length of every record. The fraction stays with the
    /// baseline.
    public void subtractBaseline(MemorySegment records, long offset, long count) {
        long address = addressOfRecords(records, offset, count);
        Call.begin().holding(records).with(address).with(count).run(subtractBaseline);
    }

    /// Writes the area of every record in ADC counts × samples (strax' `integrate`): the sum of its valid samples times
    /// 2 to the bit shift, and the fraction of the baseline times their number, minus that for positive pulses. Each of
    /// the two is rounded to a whole number, ties to even; the area saturates at the limits of int32.
    public void integrate(MemorySegment records, long offset, long count) {
        long address = addressOfRecords(records, offset, count);
        Call.begin()
                .holding(records)
                .with(address)
                .with(count)
                .with(Segments.limit(records))
                .run(integrate);
    }

    private long fromRaw(Call call) {
        loop.fromRaw(call.number(0), call.number(1), call.number(2));
        return 0;
    }

    private long zeroOutOfBounds(Call call) {
        loop.zeroOutOfBounds(call.number(0), call.number(1));
        return 0;
    }

    private long subtractBaseline(Call call) {
        loop.subtractBaseline(call.number(0), call.number(1));
        return 0;
    }

    private long integrate(Call call) {
        loop.integrate(call.number(0), call.number(1), call.number(2));
        return 0;
    }

    private long addressOfRecords(MemorySegment records, long offset, long count) {
        int stride = layout.recordBytes();
        return Segments.addressOfResults("records", records, offset, count, stride, stride);
    }
}

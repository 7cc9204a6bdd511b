package dev.sluice.kernels.filter;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.filter.FirPlan;
import dev.sluice.kernels.internal.filter.FragmentFirPlan;
import dev.sluice.kernels.internal.filter.PairwiseSum;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarFragmentFir;
import dev.sluice.kernels.internal.filter.StraxFirPlan;
import dev.sluice.kernels.internal.filter.StraxFragmentFir;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Filters pulses that are longer than a record, by any taps: the samples of the fragments beside a record are those
/// beyond its ends.
///
/// Immutable and safe from any thread; it owns no memory. Formula and sums are those of [FirFilter], the edges hold at
/// the ends of a pulse. Only valid samples count: a pulse ends with the last of them, and the result after it is 0; a
/// fragment that is not full ends its pulse even if another is linked after it. Samples are filtered as they are,
/// results stored as float32.
///
/// With `Compatibility.STRAX` the results are those of strax' `filter_records`, whole numbers of int16, which a
/// float32 holds exactly: taps are divided by their sum and rounded to float32, the greatest one meets the sample
/// itself, zeros stand beyond a pulse; the fraction of the baseline field is added to all samples, padding included,
/// which so becomes signal; the sums over the record, over the fragment before and over the one after are each rounded
/// to float32 and then added in float32; and results are cut toward zero, beyond int16 to their lower 16 bits. The
/// number of taps must be odd; origin and edges of the filter are not used. strax reads beyond its memory where the
/// first tap is the greatest one and fragments are linked: here the fragment after adds nothing then.
public final class FragmentFirKernel {

    private final WaveformLayout layout;
    private final FilteredWave results;
    private final FragmentFirPlan.Loop loop;
    private final Call.Body body = this::run;

    private FragmentFirKernel(WaveformLayout layout, FilteredWave results, FragmentFirPlan.Loop loop) {
        this.layout = layout;
        this.results = results;
        this.loop = loop;
    }

    /// A kernel for fragments of this layout, whose results go where `results` says.
    ///
    /// Fails with `IllegalArgumentException` if the filter reaches beyond one fragment to a side, if wave and filtered
    /// wave differ in length, or if strax could not filter so: an even number of taps, or no baseline field.
    public static FragmentFirKernel of(
            WaveformLayout layout, FirFilter filter, FilteredWave results, Compatibility compatibility) {
        return of(layout, filter, results, compatibility, Kernels.provider());
    }

    static FragmentFirKernel of(
            WaveformLayout layout,
            FirFilter filter,
            FilteredWave results,
            Compatibility compatibility,
            KernelProvider provider) {
        Fields.required("layout", layout);
        Fields.required("results", results);
        boolean strax = Fields.required("compatibility", compatibility) == Compatibility.STRAX;
        FirFilter applied = strax ? asStrax(layout, filter) : Fields.required("filter", filter);
        if (results.samples() != layout.samples()) {
            throw new IllegalArgumentException("filtered wave of another length: samples=" + results.samples()
                    + ", the wave has " + layout.samples() + "; give it the same");
        }
        FirPlan fir = applied.plan(
                new RawFiltering(Layouts.waveforms(layout), layout.waveOffset(), results.stride(), results.offset()));
        if (Math.max(fir.left(), fir.right()) > layout.samples()) {
            throw KernelArgumentException.of(
                    "filter reaches beyond the next fragment, of samples=" + layout.samples(),
                    "give fewer taps",
                    "taps",
                    fir.taps().length);
        }
        FragmentFirPlan.Loop loop = strax
                ? Loops.of(provider, new StraxFirPlan(fir.filtering(), fir.taps(), fir.left()), StraxFragmentFir::of)
                : Loops.of(provider, new FragmentFirPlan(fir), ScalarFragmentFir::of);
        return new FragmentFirKernel(layout, results, loop);
    }

    private static FirFilter asStrax(WaveformLayout layout, FirFilter filter) {
        double[] taps = Fields.required("filter", filter).taps();
        if (taps.length % 2 == 0) {
            throw KernelArgumentException.of(
                    "strax filters by an odd number of taps", "add a tap of 0", "taps", taps.length);
        }
        if (!layout.baseline().isPresent()) {
            throw KernelArgumentException.of(
                    "strax adds the fraction of the baseline, but the records have none, layout=" + layout,
                    "use {compatibility}=none",
                    "compatibility",
                    Compatibility.STRAX);
        }
        double sum = PairwiseSum.of(taps);
        if (sum == 0.0) {
            throw KernelArgumentException.of(
                    "taps whose sum is 0 cannot be normalised",
                    "give taps with another sum",
                    "taps",
                    Arrays.toString(taps));
        }
        int greatest = 0;
        for (int i = 0; i < taps.length; i++) {
            taps[i] = (float) (taps[i] / sum);
            greatest = taps[i] > taps[greatest] ? i : greatest;
        }
        return FirFilter.of(taps).origin(greatest);
    }

    /// Filters `count` records that start at byte `offset` of `waveforms`, into `target` from `resultOffset` on.
    ///
    /// `previous` and `next` hold, for each record, the index of the fragment before and after it, or -1. Both
    /// segments must be native and apart; a shared arena cannot be closed during the call. Fails before anything
    /// is written: as `FilterKernel.compute`, and with `IndexOutOfBoundsException` if a link leads to no record.
    /// Allocates nothing on the heap in the steady state.
    public void compute(
            MemorySegment waveforms,
            long offset,
            int count,
            int[] previous,
            int[] next,
            MemorySegment target,
            long resultOffset) {
        long records =
                Segments.addressOfRecords("waveforms", waveforms, offset, count, layout.stride(), layout.extent());
        long output =
                Segments.addressOfResults("results", target, resultOffset, count, results.stride(), results.extent());
        requireLinks("previous", previous, count);
        requireLinks("next", next, count);
        requireApart(records, output, count);
        Call.begin()
                .holding(waveforms)
                .holding(target)
                .with(records)
                .with(count)
                .with(output)
                .with(previous, next)
                .run(body);
    }

    private long run(Call call) {
        loop.run(
                call.number(0),
                (int) call.number(1),
                call.object(int[].class),
                call.other(int[].class),
                call.number(2));
        return 0;
    }

    private static void requireLinks(String name, int[] links, int count) {
        if (links == null || links.length < count) {
            throw new IllegalArgumentException("not a link per record: " + name + "="
                    + (links == null ? "null" : links.length + " links") + ", count=" + count);
        }
        for (int i = 0; i < count; i++) {
            if (links[i] < -1 || links[i] >= count) {
                throw new IndexOutOfBoundsException("link to no record: " + name + "[" + i + "]=" + links[i]
                        + ", count=" + count + "; use -1 for none");
            }
        }
    }

    private void requireApart(long records, long output, int count) {
        long recordsEnd = records + (count - 1L) * layout.stride() + layout.extent();
        long outputEnd = output + (count - 1L) * results.stride() + results.extent();
        if (count > 0 && output < recordsEnd && records < outputEnd) {
            throw new IllegalArgumentException("results would overwrite fragments that are yet to be read: they overlap"
                    + " by " + (Math.min(recordsEnd, outputEnd) - Math.max(records, output))
                    + " bytes; filter into other memory");
        }
    }
}

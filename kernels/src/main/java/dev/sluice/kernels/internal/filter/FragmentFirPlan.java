package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.RawWaveforms;

/// The checked numbers of a filter over pulses in fragments, and what its loops do per record around their sums.
///
/// Immutable, safe from any thread. The window of a sample reaches no further than the fragments beside its own.
///
/// @param fir the filter; what its edges say holds at the ends of a pulse
public record FragmentFirPlan(FirPlan fir) implements LoopPlan<FragmentFirPlan.Loop> {
    /// The unchecked inner loop of `FragmentFirKernel`; implementations are immutable, stateless and safe from any
    /// thread.
    public interface Loop {
        /// Filters `count` records from address `records` on into result records from address `results` on, which lie
        /// elsewhere; `previous` and `next` are the indices of the fragments beside each, or -1. The kernel has
        /// checked all. Scratch memory is that of the calling thread. Allocates nothing once that is large enough.
        void run(long records, int count, int[] previous, int[] next, long results);
    }

    /// Turns samples into doubles: `ScalarWave.load` or that on vectors.
    public interface Loader {
        /// Writes `count` samples from address `wave` on as doubles from address `target` on.
        void load(RawWaveforms waveforms, long wave, int count, long target);
    }

    /// How many samples of the record at this address are filtered.
    public int length(long record) {
        return fir.filtering().validLength(record);
    }

    /// Address of the record of that index.
    public long record(long records, int index) {
        return records + (long) index * fir.filtering().waveforms().stride();
    }

    /// Loads the record at address `record`, and around it what the filter meets there: samples of the fragments at
    /// addresses `before` and `after` (0 for none), or else what the edges ask for. Returns how many samples after
    /// the record belong to its pulse; those before it do if `before` goes on here.
    public int load(Loader loader, long record, int length, long before, long after, long scratch) {
        RawFiltering filtering = fir.filtering();
        int samples = filtering.waveforms().samples();
        long first = fir.samples(scratch);
        long end = first + Double.BYTES * (long) length;
        load(loader, record, 0, length, first);
        fir.surround(scratch, length);
        if (goesOn(before)) {
            load(loader, before, samples - fir.left(), fir.left(), scratch);
        }
        if (after == 0 || length < samples) {
            return 0;
        }
        int there = Math.min(fir.right(), length(after));
        load(loader, after, 0, there, end);
        boolean nearest = fir.edges() == FirPlan.Edges.NEAREST && there > 0;
        double beyond = nearest ? AddressSpace.float64(end + Double.BYTES * (there - 1L)) : 0.0;
        for (long i = there; i < fir.right() && (nearest || fir.edges() != FirPlan.Edges.NEAREST); i++) {
            AddressSpace.float64(end + Double.BYTES * i, beyond);
        }
        return there;
    }

    /// True if there is a fragment at this address, and it is full: then its pulse goes on after it.
    public boolean goesOn(long before) {
        return before != 0 && length(before) == fir.filtering().waveforms().samples();
    }

    private void load(Loader loader, long record, int from, int count, long target) {
        RawFiltering filtering = fir.filtering();
        RawWaveforms waveforms = filtering.waveforms();
        int bytes = waveforms.isFloat() ? Float.BYTES : Short.BYTES;
        loader.load(waveforms, filtering.wave(record) + (long) from * bytes, count, target);
    }

    /// Puts right what lies at the ends of a pulse, and after the samples that were filtered.
    public void finish(long result, int length, boolean hasBefore, int there) {
        RawFiltering filtering = fir.filtering();
        if (fir.edges() == FirPlan.Edges.VALID) {
            filtering.clear(result, 0, hasBefore ? 0 : Math.min(fir.left(), length));
            filtering.clear(result, Math.max(0, length - fir.right() + there), length);
        }
        filtering.clearPadding(result, length);
    }
}

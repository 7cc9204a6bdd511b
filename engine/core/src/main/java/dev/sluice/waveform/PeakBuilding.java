package dev.sluice.waveform;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FindPeaksKernel;
import dev.sluice.kernels.PeakFinding;
import dev.sluice.kernels.PeakLayout;
import dev.sluice.kernels.PeakPropertiesKernel;
import dev.sluice.kernels.SumWaveformKernel;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Builds peaks of strax from its hits and the records that they were found in: finds them, sums their waveforms and
/// computes their properties.
///
/// The kernels are [FindPeaksKernel], [SumWaveformKernel] and [PeakPropertiesKernel]. Hits are summed over the samples
/// that they have in their own record; no links between records are followed. Owns scratch memory, which [#close]
/// frees: one per thread.
public final class PeakBuilding implements AutoCloseable {
    /// Samples of a peak before it is downsampled, at most: 12 bytes of scratch memory each.
    private static final long LONGEST = 1 << 20;

    private final FindPeaksKernel finding;
    private final SumWaveformKernel summing;
    private final PeakPropertiesKernel properties;
    private final RecordType peakType;
    private final MemorySegment scratch;
    private final Arena arena = Arena.ofShared();
    private Arena linkArena = Arena.ofShared();
    private MemorySegment links = MemorySegment.NULL;

    private PeakBuilding(
            RecordType peakType, FindPeaksKernel finding, SumWaveformKernel summing, PeakPropertiesKernel properties) {
        this.peakType = peakType;
        this.finding = finding;
        this.summing = summing;
        this.properties = properties;
        long bytes = Math.max(finding.scratchBytes(), summing.scratchBytes());
        this.scratch = arena.allocate(Math.max(bytes, PeakPropertiesKernel.SCRATCH_BYTES), Long.BYTES);
    }

    /// Builds peaks of type `PeakType.of(channels, samples)` from records with room for `recordSamples`.
    ///
    /// `gains` are in PE per ADC count × sample, one per channel; channels below `topChannels` are at the top.
    public static PeakBuilding of(
            int channels,
            int samples,
            int recordSamples,
            double[] gains,
            int topChannels,
            PeakFinding settings,
            Compatibility mode) {
        PeakLayout layout = PeakLayout.of(channels, samples);
        int longest = (int) Math.min(settings.maxDuration() + Short.MAX_VALUE, LONGEST);
        return new PeakBuilding(
                PeakType.of(channels, samples),
                FindPeaksKernel.of(layout, gains, settings, mode),
                SumWaveformKernel.of(layout, recordSamples, longest, gains, topChannels, mode),
                PeakPropertiesKernel.of(layout, topChannels, mode));
    }

    /// Finds the peaks of `hits` and writes as many as `peaks` has room for; returns how many there are.
    ///
    /// @throws IllegalArgumentException if the types do not fit, or hits are out of order or of no channel
    public long find(Records hits, Records peaks) {
        PeakType.requireHits(hits.type());
        IntervalFields.requireType("peaks", peakType, peaks);
        return hits.count() == 0
                ? 0
                : finding.find(
                        hits.segment(),
                        hits.byteOffset(),
                        hits.count(),
                        peaks.segment(),
                        peaks.byteOffset(),
                        peaks.count(),
                        scratch);
    }

    /// Completes peaks that were just found, all of them: waveforms, areas and what is computed from these.
    ///
    /// @throws IllegalArgumentException if a hit is of a record that is not there, or a peak is too long
    public void complete(Records peaks, Records hits, Records records) {
        if (peaks.count() == 0) {
            return;
        }
        PeakType.requireRecords(records.type(), summing.recordBytes());
        reserve(records.count());
        summing.sum(
                bytes(peaks),
                peaks.count(),
                bytes(hits),
                hits.count(),
                bytes(records),
                records.count(),
                links,
                links,
                scratch);
        properties.compute(peaks.segment(), peaks.byteOffset(), peaks.count(), scratch);
    }

    private static MemorySegment bytes(Records records) {
        return records.segment().asSlice(records.byteOffset(), records.byteSize());
    }

    /// One link to nowhere per record.
    private void reserve(long records) {
        if (links.byteSize() < Integer.BYTES * records) {
            linkArena.close();
            linkArena = Arena.ofShared();
            links = linkArena
                    .allocate(2L * Integer.BYTES * records, Integer.BYTES)
                    .fill((byte) -1);
        }
    }

    @Override
    public void close() {
        linkArena.close();
        arena.close();
    }
}

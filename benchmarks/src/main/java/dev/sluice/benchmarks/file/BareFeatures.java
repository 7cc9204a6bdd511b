package dev.sluice.benchmarks.file;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.feature.PeakChargeKernel;
import dev.sluice.kernels.feature.PeakChargeResults;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Features of a `.npy` file of waveforms by the kernel alone: what a Java program takes that needs no engine, and
/// checks nothing. It reads 1 MiB into the same memory again and again, so that the kernel finds its records in the L2
/// cache.
public final class BareFeatures {
    private static final int BLOCK = 1 << 20;
    private static final int HEADER = 2 * Long.BYTES;
    private static final int CHANNEL = 24;
    private static final int BOARD = 26;
    private static final int WAVE = 32;
    private static final int ROW = 36;

    private BareFeatures() {}

    /// Takes samples of a record, first sample and end of the ranges of peak and charge, the file and that of results.
    public static void main(String[] words) throws IOException {
        int samples = Integer.parseInt(words[0]);
        int stride = WAVE + Short.BYTES * samples;
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, stride, WAVE, samples);
        PeakChargeKernel kernel = PeakChargeKernel.of(layout)
                .peakRange(new SampleRange(Integer.parseInt(words[1]), Integer.parseInt(words[2])))
                .chargeRange(new SampleRange(Integer.parseInt(words[3]), Integer.parseInt(words[4])))
                .results(new PeakChargeResults(ROW, ROW - 12, ROW - 8, ROW - 4))
                .build();
        try (Arena arena = Arena.ofConfined();
                FileChannel in = FileChannel.open(Path.of(words[5]));
                FileChannel out =
                        FileChannel.open(Path.of(words[6]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            run(kernel, stride, in, out, new Slab(arena), new Slab(arena));
        }
    }

    private static void run(PeakChargeKernel kernel, int stride, FileChannel in, FileChannel out, Slab read, Slab made)
            throws IOException {
        long block = Math.max(1, BLOCK / stride);
        MemorySegment rows = made.atLeast(block * ROW);
        long from = Slab.records(in);
        long end = in.size();
        for (long to = 0; from + stride <= end; from += block * stride, to += block * ROW) {
            long count = Math.min(block, (end - from) / stride);
            MemorySegment records = read.read(in, from, count * stride);
            kernel.compute(records, 0, count, rows, 0);
            for (long i = 0; i < count; i++) {
                copyHeader(records, i * stride, rows, i * ROW);
            }
            made.write(out, to, count * ROW);
        }
    }

    private static void copyHeader(MemorySegment records, long record, MemorySegment rows, long row) {
        MemorySegment.copy(records, record, rows, row, HEADER);
        rows.set(
                ValueLayout.JAVA_INT_UNALIGNED,
                row + HEADER,
                records.get(ValueLayout.JAVA_SHORT_UNALIGNED, record + BOARD));
        rows.set(
                ValueLayout.JAVA_INT_UNALIGNED,
                row + HEADER + Integer.BYTES,
                records.get(ValueLayout.JAVA_SHORT_UNALIGNED, record + CHANNEL));
    }
}

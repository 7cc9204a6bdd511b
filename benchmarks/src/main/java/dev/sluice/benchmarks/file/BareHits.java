package dev.sluice.benchmarks.file;

import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.hit.FindHitsKernel;
import dev.sluice.kernels.hit.HitOrder;
import dev.sluice.kernels.record.RecordsKernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Hits of a `.npy` file of raw records by the kernels alone: what a Java program takes that needs no engine, and
/// checks nothing. Threads take stretches of 1 MiB that end where no pulse is open, and write in turn.
public final class BareHits {
    private static final int STRETCH = 1 << 20;
    private static final int SAMPLES = RunKind.FRAGMENTS.samples();
    private static final FragmentLayout LAYOUT = new FragmentLayout(SAMPLES);
    private static final int RECORD_I = 28;

    private final FileChannel in;
    private final FileChannel out;
    private final long header;
    private final long end;
    private long next;
    private long stretches;
    private long turn;
    private long written;

    private BareHits(FileChannel in, FileChannel out) throws IOException {
        this.in = in;
        this.out = out;
        header = Slab.records(in);
        next = header;
        end = in.size();
    }

    /// Takes the number of threads, the file and that of results.
    public static void main(String[] words) throws Exception {
        int threads = Integer.parseInt(words[0]);
        try (FileChannel in = FileChannel.open(Path.of(words[1]));
                FileChannel out =
                        FileChannel.open(Path.of(words[2]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            BareHits hits = new BareHits(in, out);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    hits.work();
                    return null;
                }));
            }
            for (Future<?> each : running) {
                await(each);
            }
        }
    }

    private static void await(Future<?> thread) throws InterruptedException {
        try {
            thread.get();
        } catch (ExecutionException failure) {
            // The other threads would wait for the turn of this one.
            failure.getCause().printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void work() throws IOException, InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            Stretch stretch = new Stretch(arena);
            while (take(stretch)) {
                long bytes = stretch.compute() * FragmentLayout.HIT_BYTES;
                stretch.sorted.write(out, place(stretch.number, bytes), bytes);
            }
        }
    }

    /// Reads the next stretch; false if there is none.
    private synchronized boolean take(Stretch stretch) throws IOException {
        long left = (end - next) / LAYOUT.rawBytes();
        stretch.number = stretches++;
        stretch.first = (next - header) / LAYOUT.rawBytes();
        stretch.count = 0;
        for (long count = STRETCH / LAYOUT.rawBytes(); left > 0 && stretch.count == 0; count *= 2) {
            long asked = Math.min(count, left);
            stretch.raw = stretch.read.read(in, next, asked * LAYOUT.rawBytes());
            stretch.count = asked == left ? asked : closed(stretch.raw, asked);
        }
        next += stretch.count * LAYOUT.rawBytes();
        return stretch.count > 0;
    }

    /// How many of the records come before the last time at which no pulse is open; 0 if there is none.
    private static long closed(MemorySegment raw, long count) {
        long open = Long.MIN_VALUE;
        long cut = 0;
        for (long i = 0, record = 0; i < count; i++, record += LAYOUT.rawBytes()) {
            long time = raw.get(ValueLayout.JAVA_LONG_UNALIGNED, record);
            if (i > 0 && time >= open) {
                cut = i;
            }
            int dt = raw.get(ValueLayout.JAVA_SHORT_UNALIGNED, record + 12);
            int samples = raw.get(ValueLayout.JAVA_INT_UNALIGNED, record + 16)
                    - SAMPLES * raw.get(ValueLayout.JAVA_SHORT_UNALIGNED, record + 20);
            open = Math.max(open, time + (long) samples * dt);
        }
        return cut;
    }

    /// Waits until the stretches before have their place; returns that of this one.
    private synchronized long place(long number, long bytes) throws InterruptedException {
        while (turn != number) {
            wait();
        }
        long place = written;
        written += bytes;
        turn++;
        notifyAll();
        return place;
    }

    /// What one thread works on.
    private static final class Stretch {
        private final RecordsKernel recordsKernel = RecordsKernel.of(LAYOUT).build();
        private final FindHitsKernel finder = FindHitsKernel.of(LAYOUT).build();
        private final ChannelBaselines baselines = ChannelBaselines.ofAll();
        private final HitOrder order = new HitOrder();
        private final Slab read;
        private final Slab records;
        private final Slab hits;
        private final Slab sorted;
        private MemorySegment raw;
        private long number;
        private long first;
        private long count;

        Stretch(Arena arena) {
            read = new Slab(arena);
            records = new Slab(arena);
            hits = new Slab(arena);
            sorted = new Slab(arena);
        }

        /// Leaves the hits in `sorted`; returns how many there are.
        long compute() {
            MemorySegment made = records.atLeast(count * LAYOUT.recordBytes());
            baselines.clear();
            recordsKernel.compute(raw, 0, count, made, 0, baselines);
            MemorySegment found = hits.atLeast(count * FragmentLayout.HIT_BYTES);
            long n = finder.find(made, 0, count, found, 0, found.byteSize() / FragmentLayout.HIT_BYTES);
            if (n * FragmentLayout.HIT_BYTES > found.byteSize()) {
                found = hits.atLeast(2 * n * FragmentLayout.HIT_BYTES);
                finder.find(made, 0, count, found, 0, n);
            }
            MemorySegment target = sorted.atLeast(n * FragmentLayout.HIT_BYTES);
            order.sort(found, 0, n, target, 0);
            for (long i = 0; i < n; i++) {
                long place = i * FragmentLayout.HIT_BYTES + RECORD_I;
                int record = target.get(ValueLayout.JAVA_INT_UNALIGNED, place);
                target.set(ValueLayout.JAVA_INT_UNALIGNED, place, record + (int) first);
            }
            return n;
        }
    }
}

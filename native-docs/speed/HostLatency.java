import dev.sluice.chunk.Chunk;
import dev.sluice.executor.CpuPinning;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.Session;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What `native-docs/examples/digitiser.c` does, inside Java: publishes batches at a steady pace, reads their features in
/// another thread, and prints how long it is from the moment when a batch is due to its reader. Run by `host_latency.py`.
final class HostLatency {
    private static final int SAMPLES = 200;
    private static final int BATCH = 64;
    private static final int WARM = 20_000;
    private static final int INTERVAL = 1000;
    private static final int PENDING = 1 << 14;
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "dt:<i4", "length:<i4", "channel:<i2", "wave:<i2[" + SAMPLES + "]");
    private static final LongField TIME = TYPE.longField("time");
    private static final long[] DUE = new long[PENDING];

    private HostLatency() {}

    private static Records template() {
        MemorySegment memory = Arena.global().allocate(TYPE.size() * (long) BATCH);
        for (int i = 0; i < BATCH; i++) {
            MemorySegment record = memory.asSlice(i * (long) TYPE.size());
            record.set(ValueLayout.JAVA_INT_UNALIGNED, 8, 2);
            record.set(ValueLayout.JAVA_INT_UNALIGNED, 12, SAMPLES);
            record.set(ValueLayout.JAVA_SHORT_UNALIGNED, 16, (short) (i % 4));
            for (int s = 0; s < SAMPLES; s++) {
                int height = s >= 50 && s < 60 ? 100 * (i % 4 + 1) : 0;
                record.set(ValueLayout.JAVA_SHORT_UNALIGNED, 18 + 2L * s, (short) (8000 - height));
            }
        }
        return Records.of(TYPE, memory, 0, BATCH);
    }

    private static void await(long due, boolean spin) {
        long left;
        while ((left = due - System.nanoTime()) > 0) {
            if (spin) {
                Thread.onSpinWait();
            } else {
                java.util.concurrent.locks.LockSupport.parkNanos(left);
            }
        }
    }

    private static void pin(String[] cpus, int which) {
        if (cpus.length == 2) {
            CpuPinning.pinCurrentThread(Integer.parseInt(cpus[which]));
        }
    }

    private static void acquire(LiveInput live, int batches, double rate, boolean spin) throws InterruptedException {
        Records template = template();
        long begin = 0;
        for (int batch = 0; batch < WARM + batches; batch++) {
            long start = (long) batch * BATCH * INTERVAL;
            Records room = live.claim(BATCH);
            room.copyFrom(0, template, 0, BATCH);
            for (int i = 0; i < BATCH; i++) {
                TIME.set(room, i, start + (long) i * INTERVAL);
            }
            if (batch == WARM) {
                Thread.sleep(500); // the compilers of the JVM come to rest
                begin = System.nanoTime() + 1_000_000;
            }
            if (batch >= WARM) {
                DUE[batch % PENDING] = begin + (long) ((batch - WARM) * (double) BATCH / rate * 1e9);
                await(DUE[batch % PENDING], spin);
            }
            live.publish(start, start + (long) BATCH * INTERVAL);
        }
        live.finish();
    }

    private static long percentile(long[] values, double share) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) ((sorted.length - 1) * share + 0.5)];
    }

    private static long windowed99(long[] delays, double rate) {
        int window = Math.max(1, (int) (rate / BATCH / 100));
        long[] highest = new long[delays.length / window];
        for (int i = 0; i < highest.length; i++) {
            highest[i] = percentile(Arrays.copyOfRange(delays, i * window, (i + 1) * window), 0.99);
        }
        return percentile(highest, 0.5);
    }

    /// SECONDS RATE low-latency|balanced spin|sleep [CPU,CPU]
    public static void main(String[] arguments) throws Exception {
        double rate = Double.parseDouble(arguments[1]);
        int batches = (int) (Double.parseDouble(arguments[0]) * rate / BATCH) + 1;
        boolean spin = arguments[3].equals("spin");
        String[] cpus = arguments.length > 4 ? arguments[4].split(",") : new String[0];
        long[] delays = new long[batches];
        SessionRequest request = SessionRequest.parse(List.of(
                "--target", "features", "--set", "peak_range=40:80", "--set", "charge_range=40:80",
                "--workers", "1", "--wait", arguments[2]));
        long records = 0;
        try (Session session = Session.live(request, "st_waveforms_stream", TYPE)) {
            LiveInput live = session.live().writingEveryField();
            try (ChunkStream stream = session.stream()) {
                Thread digitiser = Thread.ofPlatform().start(() -> {
                    try {
                        pin(cpus, 0);
                        acquire(live, batches, rate, spin);
                    } catch (Throwable stopped) {
                        live.fail(stopped);
                    }
                });
                pin(cpus, 1);
                for (Chunk chunk : stream) {
                    int number = (int) chunk.number();
                    if (number >= WARM) {
                        delays[number - WARM] = System.nanoTime() - DUE[number % PENDING];
                    }
                    records += chunk.length();
                }
                digitiser.join();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d records%ndue to reader: p99 %.2f us (median of windows of 10 ms), p50 %.2f us%n",
                records,
                windowed99(delays, rate) / 1000.0,
                percentile(delays, 0.5) / 1000.0);
    }
}

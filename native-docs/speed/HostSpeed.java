import dev.sluice.host.Boot;
import dev.sluice.kernels.SampleRange;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.PeakCharge;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Times calls from C into this JVM, and the same kernel called from Java, in turns: run by host_speed.py --c.
///
/// Prints the least of many rounds of each, so that what else the machine does counts least, and how many bytes of the Java
/// heap a call takes.
public final class HostSpeed {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;
    private static final int RECORDS = 1000;
    private static final int SAMPLES = 800;
    private static final int ROUNDS = 400;
    private static final String WAVEFORMS = "wave:<i2[800]";

    private final Arena arena = Arena.global();
    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup c;
    private final MemorySegment table = arena.allocate(1024);

    private HostSpeed(Path library) {
        c = SymbolLookup.libraryLookup(library, arena);
        MemorySegment words = arena.allocate(1024);
        require(Boot.boot(table.address(), table.byteSize(), words.address(), words.byteSize()));
    }

    public static void main(String[] arguments) throws Throwable {
        new HostSpeed(Path.of(arguments[0])).run();
    }

    /// Member `index` of the header's `sluice_api`, after its size and version.
    private MemorySegment member(int index) {
        return table.get(ValueLayout.ADDRESS, 8L * (2 + index));
    }

    private MethodHandle loop(String name, ValueLayout... parameters) {
        return linker.downcallHandle(c.find(name).orElseThrow(), FunctionDescriptor.of(DOUBLE, parameters));
    }

    private static void require(int code) {
        if (code != 0) {
            throw new IllegalStateException("code " + code);
        }
    }

    private void run() throws Throwable {
        RecordType type = RecordType.of(WAVEFORMS);
        RecordType resultType = RecordType.of("peak:<f4", "charge:<f4");
        Records waves = Records.allocate(type, RECORDS, arena);
        Records results = Records.allocate(resultType, RECORDS, arena);
        Random random = new Random(1);
        for (long at = 0; at < waves.byteSize(); at += 2) {
            waves.segment().set(ValueLayout.JAVA_SHORT, at, (short) (8000 + random.nextInt(20)));
        }
        MemorySegment arrays = arena.allocate(48, 8);
        describe(arrays, 0, waves);
        describe(arrays, 24, results);
        MemorySegment handle = arena.allocate(LONG);
        MethodHandle open = linker.downcallHandle(
                member(5),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        require((int) open.invokeExact(
                arena.allocateFrom("peak_charge"),
                arena.allocateFrom("waveforms=" + WAVEFORMS + "; results=peak:<f4,charge:<f4"),
                handle));
        long kernel = handle.get(LONG, 0);
        MethodHandle prepare = linker.downcallHandle(
                member(7),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, LONG, ValueLayout.ADDRESS, LONG, ValueLayout.ADDRESS));
        require((int) prepare.invokeExact(kernel, arrays, 2L, handle));
        long prepared = handle.get(LONG, 0);

        PeakCharge twin = PeakCharge.between(type, resultType).ranges(new SampleRange(40, 90), new SampleRange(60, 400));
        MethodHandle empty = loop("empty_calls", ValueLayout.ADDRESS, LONG);
        MethodHandle given = loop("kernel_calls", ValueLayout.ADDRESS, LONG, ValueLayout.ADDRESS, LONG);
        MethodHandle kept = loop("prepared_calls", ValueLayout.ADDRESS, LONG, LONG);
        double[] least = new double[4];
        Arrays.fill(least, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            least[0] = Math.min(least[0], (double) empty.invokeExact(member(2), 5000L));
            least[1] = Math.min(least[1], (double) given.invokeExact(member(6), kernel, arrays, 20L));
            least[2] = Math.min(least[2], (double) kept.invokeExact(member(8), prepared, 20L));
            least[3] = Math.min(least[3], fromJava(twin, waves, results));
        }
        System.out.printf("empty call from C                   %10.1f ns%n", least[0]);
        System.out.printf("peak_charge, 1000 x 800, from Java  %10.1f ns%n", least[3]);
        System.out.printf("                         from C     %10.1f ns  (%.3f of Java)%n", least[1], least[1] / least[3]);
        System.out.printf("                         prepared   %10.1f ns  (%.3f of Java)%n", least[2], least[2] / least[3]);

        describe(arrays, 0, waves.slice(0, 1));
        describe(arrays, 24, results.slice(0, 1));
        require((int) prepare.invokeExact(kernel, arrays, 2L, handle));
        long one = handle.get(LONG, 0);
        double[] small = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            small[0] = Math.min(small[0], (double) given.invokeExact(member(6), kernel, arrays, 2000L));
            small[1] = Math.min(small[1], (double) kept.invokeExact(member(8), one, 2000L));
        }
        long before = allocated();
        double ignored = (double) given.invokeExact(member(6), kernel, arrays, 100_000L);
        long afterGiven = allocated();
        ignored += (double) kept.invokeExact(member(8), one, 100_000L);
        long afterKept = allocated();
        System.out.printf("one record: from C                  %10.1f ns, %d bytes of heap per call%n", small[0], (afterGiven - before) / 100_000);
        System.out.printf("            prepared                %10.1f ns, %d bytes of heap per call%n", small[1], (afterKept - afterGiven) / 100_000);
        if (ignored < 0) {
            throw new IllegalStateException("a call failed");
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static void describe(MemorySegment arrays, long at, Records records) {
        arrays.set(LONG, at, records.segment().address() + records.byteOffset());
        arrays.set(LONG, at + 8, records.byteSize());
        arrays.set(LONG, at + 16, records.count());
    }

    private static double fromJava(PeakCharge kernel, Records waves, Records results) {
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            kernel.apply(waves, results);
        }
        return (System.nanoTime() - start) / 20.0;
    }
}

package dev.sluice.benchmarks.twin;

import dev.sluice.kernels.SampleType;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The C twin of the kernel of peak and charge, in one of several ways of writing it; closed by its owner.
public final class PeakChargeTwin implements AutoCloseable {
    private static final FunctionDescriptor KERNEL = FunctionDescriptor.ofVoid(
            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    /// How the twin is written.
    public enum Form {
        /// Loops for the compiler to vectorize.
        PLAIN("peak_charge.c", ""),
        /// The same, unrolled.
        UNROLLED("peak_charge.c", "", "-funroll-loops"),
        /// By hand for 256 bits.
        AVX2("peak_charge_avx2.c", ""),
        /// The same, asking for the records ahead.
        AVX2_PREFETCHED("peak_charge_avx2.c", "_prefetched"),
        /// By hand for 512 bits.
        AVX512("peak_charge_avx512.c", ""),
        /// The same, asking for the records ahead.
        AVX512_PREFETCHED("peak_charge_avx512.c", "_prefetched");

        private final String source;
        private final String suffix;
        private final String[] flags;

        Form(String source, String suffix, String... flags) {
            this.source = source;
            this.suffix = suffix;
            this.flags = flags;
        }
    }

    private final Form form;
    private final NativeLibrary library;
    private final MethodHandle kernel;
    private final MemorySegment layout;

    private PeakChargeTwin(Form form, SampleType type, TwinLayout told) {
        this.form = form;
        this.library = NativeLibrary.open(form.source, form.flags);
        this.kernel = library.function("peak_charge_" + type.name().toLowerCase(Locale.ROOT) + form.suffix, KERNEL);
        this.layout = told.write(library.allocate(TwinLayout.BYTES));
    }

    /// Compiles one form.
    ///
    /// @throws IllegalStateException if there is no compiler, or the machine lacks the instructions
    static PeakChargeTwin open(Form form, SampleType type, TwinLayout told) {
        return new PeakChargeTwin(form, type, told);
    }

    /// Compiles the forms that this machine can run; none where there is no compiler.
    public static List<PeakChargeTwin> openAll(SampleType type, TwinLayout told) {
        List<PeakChargeTwin> twins = new ArrayList<>();
        for (Form form : Form.values()) {
            try {
                twins.add(open(form, type, told));
            } catch (IllegalStateException absent) {
                // A machine without these instructions, or without a compiler, has fewer forms to compare with.
                continue;
            }
        }
        return twins;
    }

    /// The first of these forms that this machine can run.
    ///
    /// @throws IllegalStateException if it can run none
    public static PeakChargeTwin openFirst(SampleType type, TwinLayout told, Form... forms) {
        IllegalStateException failure = null;
        for (Form form : forms) {
            try {
                return open(form, type, told);
            } catch (IllegalStateException absent) {
                failure = absent;
            }
        }
        throw failure;
    }

    /// The way in which the twin is written.
    public Form form() {
        return form;
    }

    /// Computes `count` records into as many pairs of peak and charge.
    public void compute(MemorySegment records, long count, MemorySegment results) {
        try {
            kernel.invokeExact(records, count, layout, results);
        } catch (Throwable failure) {
            throw new IllegalStateException("the C twin failed", failure);
        }
    }

    @Override
    public void close() {
        library.close();
    }

    /// What `struct layout` of `waveform.h` holds: byte offsets in a record, and ranges of samples, none of them empty.
    public record TwinLayout(
            long stride, long wave, long baseline, int peakFrom, int peakTo, int chargeFrom, int chargeTo) {
        static final long BYTES = 3L * Long.BYTES + 4L * Integer.BYTES;

        private MemorySegment write(MemorySegment target) {
            target.setAtIndex(ValueLayout.JAVA_LONG, 0, stride);
            target.setAtIndex(ValueLayout.JAVA_LONG, 1, wave);
            target.setAtIndex(ValueLayout.JAVA_LONG, 2, baseline);
            int[] ranges = {peakFrom, peakTo, chargeFrom, chargeTo};
            MemorySegment.copy(ranges, 0, target, ValueLayout.JAVA_INT, 3L * Long.BYTES, ranges.length);
            return target;
        }
    }
}

package dev.sluice.host;

import dev.sluice.host.kernel.HostKernel;
import dev.sluice.host.kernel.KernelCatalogue;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The functions of the C interface that run kernels on memory of the host.
final class KernelCalls {
    /// Bytes of the header's `sluice_array`.
    static final long ARRAY_BYTES = HostLayouts.ARRAY.byteSize();

    private static final long DATA = HostLayouts.offset(HostLayouts.ARRAY, "data");
    private static final long BYTES = HostLayouts.offset(HostLayouts.ARRAY, "bytes");
    private static final long COUNT = HostLayouts.offset(HostLayouts.ARRAY, "count");

    private KernelCalls() {}

    /// A kernel with its arrays: what is checked once is not checked again.
    private record PreparedCall(HostKernel kernel, Records[] arrays) implements AutoCloseable {
        @Override
        public void close() {}

        @Override
        public String toString() {
            return "prepared call of " + kernel;
        }
    }

    static int kernel_open(MemorySegment name, MemorySegment words, MemorySegment handle) {
        try {
            HostKernel kernel = KernelCatalogue.open(HostMemory.text("name", name), HostMemory.text("words", words));
            HostMemory.out("kernel", handle, Long.BYTES)
                    .set(ValueLayout.JAVA_LONG_UNALIGNED, 0, ProcessCalls.HANDLES.add(kernel));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int kernel_run(long kernel, MemorySegment arrays, long count, MemorySegment result) {
        try {
            HostKernel opened = ProcessCalls.HANDLES.get(kernel, HostKernel.class, "kernel");
            long address = arrays.address();
            Records[] records = opened.last();
            if (records == null || count != records.length || address == 0 || !areThese(records, address)) {
                records = arrays(opened, address, count);
                opened.keep(records);
            }
            return report(opened.run(records), result);
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int kernel_prepare(long kernel, MemorySegment arrays, long count, MemorySegment handle) {
        try {
            HostKernel opened = ProcessCalls.HANDLES.get(kernel, HostKernel.class, "kernel");
            PreparedCall call = new PreparedCall(opened, arrays(opened, arrays.address(), count));
            HostMemory.out("call", handle, Long.BYTES)
                    .set(ValueLayout.JAVA_LONG_UNALIGNED, 0, ProcessCalls.HANDLES.add(call));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int call_run(long call, MemorySegment result) {
        try {
            PreparedCall prepared = ProcessCalls.HANDLES.get(call, PreparedCall.class, "prepared call");
            return report(prepared.kernel().run(prepared.arrays()), result);
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    private static int report(long found, MemorySegment result) {
        if (result.address() != 0) {
            HostMemory.number(result.address(), found);
        }
        return HostCode.OK.number();
    }

    /// Whether records that were made before are those that the host gives now; allocates nothing.
    private static boolean areThese(Records[] records, long arrays) {
        for (int i = 0; i < records.length; i++) {
            MemorySegment memory = records[i].segment();
            long given = arrays + i * ARRAY_BYTES;
            if (memory.address() != HostMemory.number(given + DATA)
                    || memory.byteSize() != HostMemory.number(given + BYTES)
                    || records[i].count() != HostMemory.number(given + COUNT)) {
                return false;
            }
        }
        return true;
    }

    private static Records[] arrays(HostKernel kernel, long address, long count) {
        int wanted = kernel.types().size();
        if (count != wanted) {
            throw new HostException(
                    HostCode.ARGUMENT, "array_count=" + count + ", but " + kernel + " takes " + wanted + " arrays");
        }
        MemorySegment given = HostMemory.in("arrays", MemorySegment.ofAddress(address), wanted * ARRAY_BYTES);
        Records[] records = new Records[wanted];
        for (int i = 0; i < wanted; i++) {
            records[i] = array(i, kernel.types().get(i), given, i * ARRAY_BYTES);
        }
        return records;
    }

    private static Records array(int index, RecordType type, MemorySegment given, long at) {
        long address = given.get(ValueLayout.JAVA_LONG_UNALIGNED, at + DATA);
        long bytes = given.get(ValueLayout.JAVA_LONG_UNALIGNED, at + BYTES);
        long count = given.get(ValueLayout.JAVA_LONG_UNALIGNED, at + COUNT);
        if (bytes < 0 || count < 0 || count > 0 && address == 0 || count > bytes / type.size()) {
            throw new HostException(
                    HostCode.ARGUMENT,
                    "arrays[" + index + "] does not hold count=" + count + " records of " + type.size()
                            + " bytes: data=0x" + Long.toHexString(address) + ", bytes=" + bytes);
        }
        return Records.of(type, HostMemory.at(address, bytes), 0, count);
    }
}

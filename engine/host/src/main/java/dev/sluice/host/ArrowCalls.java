package dev.sluice.host;

import dev.sluice.host.arrow.ArrowExport;
import dev.sluice.host.arrow.ArrowStream;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.request.TypeText;
import java.lang.foreign.MemorySegment;

/// The functions of the C interface that hand records to Arrow, by its C data interface.
final class ArrowCalls {
    private ArrowCalls() {}

    /// Records of the host, or of a chunk, as a struct array; of schema and array, one may be NULL.
    static int arrow_records(
            MemorySegment recordType, MemorySegment records, long count, MemorySegment schema, MemorySegment array) {
        try {
            RecordType type = TypeText.parse(HostMemory.text("record_type", recordType));
            ArrowExport export = new ArrowExport(type);
            if (count < 0 || count > Long.MAX_VALUE / type.size()) {
                throw new HostException(
                        HostCode.ARGUMENT, "count=" + count + " records of " + type.size() + " bytes cannot be");
            }
            if (schema.address() == 0 && array.address() == 0) {
                throw new HostException(HostCode.ARGUMENT, "schema and array are both NULL; give one, or both");
            }
            if (schema.address() != 0) {
                export.schema(HostMemory.out("schema", schema, ArrowExport.SCHEMA_BYTES));
            }
            if (array.address() != 0) {
                long bytes = count * type.size();
                MemorySegment given = count == 0 ? HostMemory.at(0, 0) : HostMemory.in("records", records, bytes);
                export.array(
                        Records.of(type, given, 0, count), HostMemory.out("array", array, ArrowExport.ARRAY_BYTES));
            }
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    /// The rest of a stream, a batch per chunk; its release ends what `owner` names too, unless that is 0.
    static int arrow_stream(long stream, long owner, MemorySegment target) {
        try {
            MemorySegment out = HostMemory.out("arrow", target, ArrowStream.BYTES);
            HostStream opened = ProcessCalls.HANDLES.get(stream, HostStream.class, "stream");
            if (owner != 0) {
                ProcessCalls.HANDLES.get(owner, AutoCloseable.class, "owner");
            }
            ArrowStream.export(
                    new Chunks(opened, owner, new ArrowExport(opened.stream().type())), out);
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    private record Chunks(HostStream stream, long owner, ArrowExport export) implements ArrowStream.Batches {
        @Override
        public void schema(MemorySegment target) {
            export.schema(target);
        }

        @Override
        public boolean next(MemorySegment target) {
            return stream.next(-1, chunk -> export.array(chunk.records(), target)) == HostCode.OK;
        }

        @Override
        public void close() {
            if (owner != 0) {
                ProcessCalls.release(owner);
            }
        }
    }
}

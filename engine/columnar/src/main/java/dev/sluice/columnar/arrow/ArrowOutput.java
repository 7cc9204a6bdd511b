package dev.sluice.columnar.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.sluice.formats.StagedChannel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MetadataVersion;

/// Puts messages of Arrow into a channel: metadata, then a body at a multiple of 64 bytes; with a CRC32C of each. For
/// one thread.
final class ArrowOutput {
    /// Where bodies and buffers start: a multiple of it.
    static final int ALIGNMENT = 64;
    /// What a message begins with.
    static final int CONTINUATION = 0xFFFFFFFF;
    /// Bytes before the metadata: the mark and the length.
    static final int PREFIX = 8;

    private static final byte[] ZEROS = new byte[ALIGNMENT];

    private final StagedChannel out;
    private final CRC32C sum = new CRC32C();

    ArrowOutput(StagedChannel out) {
        this.out = out;
    }

    /// The next multiple of [#ALIGNMENT].
    static long padded(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// Bytes put so far.
    long position() {
        return out.position();
    }

    /// CRC32C of what was put since the last message began.
    int sum() {
        return (int) sum.getValue();
    }

    /// Begins a message: ends the builder with a header at `header`, and puts it.
    ///
    /// @return bytes before the body
    int message(FlatBufferBuilder builder, byte headerType, int header, long bodyBytes) {
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, headerType, header, bodyBytes, 0));
        byte[] metadata = builder.sizedByteArray();
        long start = out.position();
        int length = (int) (padded(start + PREFIX + metadata.length) - start - PREFIX);
        sum.reset();
        put(integers(CONTINUATION, length));
        put(metadata);
        pad(length - metadata.length);
        return PREFIX + length;
    }

    /// Puts a buffer of a body, up to the next multiple of [#ALIGNMENT].
    void buffer(MemorySegment memory, long bytes) {
        sum.update(memory.asSlice(0, bytes).asByteBuffer());
        out.put(memory, 0, bytes);
        pad((int) (padded(bytes) - bytes));
    }

    /// Puts bytes.
    void put(byte[] bytes) {
        sum.update(bytes);
        out.put(bytes);
    }

    /// Puts zeros, [#ALIGNMENT] of them at most.
    void pad(int bytes) {
        sum.update(ZEROS, 0, bytes);
        out.put(MemorySegment.ofArray(ZEROS), 0, bytes);
    }

    /// Little-endian integers, one after another.
    static byte[] integers(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }
}

package dev.sluice.formats.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/// Frames of LZ4: blocks that may refer to the block before, as strax writes them, or stand alone. Used by one thread.
///
/// The format is that of `lz4_Frame_format.md`, version 1.6. Checksums of blocks and of the content are passed over:
/// strax writes none. What is written has blocks of 4 MiB that stand alone.
final class Lz4Frames extends Codec {
    private static final int MAGIC = 0x184D2204;
    private static final int HISTORY = 1 << 16;
    private static final int BLOCK = 4 << 20;
    private static final int STORED = 1 << 31;
    private static final int[] SIZES = {0, 0, 0, 0, 1 << 16, 1 << 18, 1 << 20, 1 << 22};

    private byte[] window = new byte[0];
    private byte[] packed = new byte[0];
    private int[] table;

    @Override
    public void decode(MemorySegment source, MemorySegment target) throws CodecException {
        Bytes in = new Bytes(source);
        if (in.i32() != MAGIC) {
            throw new CodecException("these bytes are no frame of LZ4", 0);
        }
        int flags = in.u8();
        if (flags >>> 6 != 1) {
            throw new CodecException("a frame of LZ4 of an unknown version, flags=" + flags, 4);
        }
        int most = SIZES[in.u8() >>> 4 & 7];
        if (most == 0) {
            throw new CodecException("a frame of LZ4 with blocks of an unknown size", 5);
        }
        if ((flags & 8) != 0) {
            long size = in.i64();
            if (size != target.byteSize()) {
                throw CodecException.length(size, target.byteSize());
            }
        }
        in.skip((flags & 1) != 0 ? Integer.BYTES : 0);
        in.skip(1);
        blocks(in, flags, most, target);
    }

    private void blocks(Bytes in, int flags, int most, MemorySegment target) throws CodecException {
        makeRoom(most);
        boolean checked = (flags & 0x10) != 0;
        boolean linked = (flags & 0x20) == 0;
        int history = 0;
        long done = 0;
        for (int size = in.i32(); size != 0; size = in.i32()) {
            int count = size & ~STORED;
            if (count > most) {
                throw new CodecException(
                        "a block of " + count + " bytes, where at most " + most + " are", in.position());
            }
            int end = size < 0 ? stored(in, count, history) : packed(in, count, history, most);
            int made = end - history;
            if (made > target.byteSize() - done) {
                throw CodecException.length(done + made, target.byteSize());
            }
            MemorySegment.copy(window, history, target, ValueLayout.JAVA_BYTE, done, made);
            done += made;
            in.skip(checked ? Integer.BYTES : 0);
            int kept = linked ? Math.min(HISTORY, end) : 0;
            System.arraycopy(window, end - kept, window, 0, kept);
            history = kept;
        }
        if (done != target.byteSize()) {
            throw CodecException.length(done, target.byteSize());
        }
    }

    private int stored(Bytes in, int count, int history) throws CodecException {
        in.copy(window, history, count);
        return history + count;
    }

    private int packed(Bytes in, int count, int history, int most) throws CodecException {
        in.copy(packed, 0, count);
        return Lz4Block.decode(packed, count, window, history, history + most);
    }

    private void makeRoom(int most) {
        if (window.length < HISTORY + most) {
            window = new byte[HISTORY + most];
        }
        if (packed.length < most) {
            packed = new byte[most];
        }
    }

    @Override
    public long encode(MemorySegment source, WritableByteChannel target) throws IOException {
        table = table == null ? Lz4Block.table() : table;
        byte[] block = new byte[(int) Math.min(BLOCK, Math.max(1, source.byteSize()))];
        ByteBuffer out =
                ByteBuffer.allocate(32 + Lz4Block.mostEncoded(block.length)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).put((byte) 0x68).put((byte) 0x70).putLong(source.byteSize());
        out.put((byte) (XxHash32.of(out.array(), 4, 10) >>> 8));
        long written = flush(out, target);
        for (long from = 0; from < source.byteSize(); from += block.length) {
            int count = (int) Math.min(block.length, source.byteSize() - from);
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, block, 0, count);
            int size = Lz4Block.encode(block, count, packedRoom(count), table);
            boolean smaller = size < count;
            out.putInt(smaller ? size : count | STORED).put(smaller ? packed : block, 0, smaller ? size : count);
            written += flush(out, target);
        }
        out.putInt(0);
        return written + flush(out, target);
    }

    private byte[] packedRoom(int count) {
        if (packed.length < Lz4Block.mostEncoded(count)) {
            packed = new byte[Lz4Block.mostEncoded(count)];
        }
        return packed;
    }

    private static long flush(ByteBuffer out, WritableByteChannel target) throws IOException {
        out.flip();
        int count = out.remaining();
        while (out.hasRemaining()) {
            target.write(out);
        }
        out.clear();
        return count;
    }
}

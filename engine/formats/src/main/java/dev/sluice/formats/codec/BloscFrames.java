package dev.sluice.formats.codec;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/// Buffers of c-blosc 1: blocks of BloscLZ, of LZ4, or plain bytes. Used by one thread.
///
/// The layout is that of c-blosc's `README_CHUNK_FORMAT.rst`: 16 bytes of header, an offset for each block, and in each
/// block one stream or one for each byte of an item, with its length before it.
final class BloscFrames extends Codec {
    private static final int HEADER = 16;
    private static final int MOST_BLOCK = 64 << 20;
    private static final int SHUFFLED = 1;
    private static final int COPIED = 2;
    private static final int BITS_SHUFFLED = 4;
    private static final int WHOLE = 0x10;
    private static final int BLOSC_LZ = 0;
    private static final int LZ4 = 1;
    private static final int WRITTEN_BLOCK = 1 << 20;
    private static final long MOST_WRITTEN = 2_147_483_631;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private byte[] packed = new byte[0];
    private byte[] block = new byte[0];
    private byte[] mixed = new byte[0];
    private int[] table;

    @Override
    public void decode(MemorySegment source, MemorySegment target) throws CodecException {
        Bytes in = new Bytes(source);
        int version = in.u8();
        in.u8();
        int flags = in.u8();
        int itemSize = in.u8();
        long size = Integer.toUnsignedLong(in.i32());
        int blockSize = in.i32();
        long total = Integer.toUnsignedLong(in.i32());
        if (version < 1 || version > 2 || itemSize == 0) {
            throw new CodecException("these bytes are no buffer of blosc, version=" + version, 0);
        }
        if (size != target.byteSize()) {
            throw CodecException.length(size, target.byteSize());
        }
        if (total > source.byteSize()) {
            throw new CodecException(
                    "the buffer of blosc is cut off: size=" + total + ", there are " + source.byteSize(), 12);
        }
        if ((flags & COPIED) != 0) {
            if (source.byteSize() - HEADER < size) {
                throw CodecException.length(source.byteSize() - HEADER, size);
            }
            MemorySegment.copy(source, HEADER, target, 0, size);
            return;
        }
        requireKnown(flags, blockSize);
        blocks(in, new Layout(flags, itemSize, blockSize), target);
    }

    private record Layout(int flags, int itemSize, int blockSize) {
        int codec() {
            return flags >>> 5;
        }

        boolean shuffled() {
            return (flags & SHUFFLED) != 0 && itemSize > 1;
        }

        /// Streams of a block: the last one, if it is shorter, is never split.
        int streams(boolean shorter) {
            boolean split = (flags & WHOLE) == 0 && itemSize <= 16 && blockSize / itemSize >= 128 && !shorter;
            return split ? itemSize : 1;
        }
    }

    private static void requireKnown(int flags, int blockSize) throws CodecException {
        if ((flags & BITS_SHUFFLED) != 0) {
            throw new CodecException("a buffer of blosc with shuffled bits, which is not read; compress it without", 2);
        }
        if (flags >>> 5 > LZ4) {
            throw new CodecException("a buffer of blosc with codec " + (flags >>> 5) + "; blosclz and lz4 are read", 2);
        }
        if (blockSize <= 0 || blockSize > MOST_BLOCK) {
            throw new CodecException("a buffer of blosc with blocks of " + blockSize + " bytes", 8);
        }
    }

    private void blocks(Bytes in, Layout layout, MemorySegment target) throws CodecException {
        long count = (target.byteSize() + layout.blockSize() - 1) / layout.blockSize();
        int most = (int) Math.min(layout.blockSize(), target.byteSize());
        block = block.length < most + SlackCopy.SLACK ? SlackCopy.room(most) : block;
        packed = packed.length < most + SlackCopy.SLACK ? SlackCopy.room(most) : packed;
        for (long i = 0; i < count; i++) {
            in.seek(HEADER + Integer.BYTES * i);
            in.seek(Integer.toUnsignedLong(in.i32()));
            int size = (int) Math.min(layout.blockSize(), target.byteSize() - i * layout.blockSize());
            streams(in, layout, size);
            byte[] plain = layout.shuffled() ? unshuffled(layout.itemSize(), size) : block;
            MemorySegment.copy(plain, 0, target, ValueLayout.JAVA_BYTE, i * layout.blockSize(), size);
        }
    }

    private void streams(Bytes in, Layout layout, int size) throws CodecException {
        int streams = layout.streams(size < layout.blockSize());
        int each = size / streams;
        if (each * streams != size) {
            throw new CodecException("a block of " + size + " bytes is not of " + streams + " streams", in.position());
        }
        for (int stream = 0; stream < streams; stream++) {
            int from = stream * each;
            int count = in.i32();
            if (count < 0 || count > each) {
                throw new CodecException(
                        "a stream of " + count + " bytes, where at most " + each + " are", in.position());
            }
            if (count == each) {
                in.copy(block, from, each);
                continue;
            }
            in.copy(packed, 0, count);
            int end = layout.codec() == BLOSC_LZ
                    ? BloscLz.decode(packed, count, block, from, from + each)
                    : Lz4Block.decode(packed, count, block, from, from, from + each);
            if (end != from + each) {
                throw CodecException.length(end - from, each);
            }
        }
    }

    private byte[] unshuffled(int itemSize, int size) {
        mixed = mixed.length < size ? new byte[size] : mixed;
        int items = size / itemSize;
        for (int place = 0; place < itemSize; place++) {
            for (int item = 0; item < items; item++) {
                mixed[item * itemSize + place] = block[place * items + item];
            }
        }
        System.arraycopy(block, items * itemSize, mixed, items * itemSize, size - items * itemSize);
        return mixed;
    }

    /// Writes blocks of LZ4, which every reader of blosc has; one that does not get smaller is stored as it is.
    @Override
    public long encode(MemorySegment source, WritableByteChannel target) throws IOException {
        long size = source.byteSize();
        if (size > MOST_WRITTEN) {
            throw new CodecException("a chunk of " + size + " bytes, where blosc has at most " + MOST_WRITTEN, 0);
        }
        int blockSize = Math.clamp(size, 1, WRITTEN_BLOCK);
        int count = (int) ((size + blockSize - 1) / blockSize);
        table = table == null ? Lz4Block.table() : table;
        block = block.length < blockSize + SlackCopy.SLACK ? SlackCopy.room(blockSize) : block;
        packed = packed.length < Lz4Block.mostEncoded(blockSize) ? new byte[Lz4Block.mostEncoded(blockSize)] : packed;
        try (Arena arena = Arena.ofConfined()) {
            long head = HEADER + (long) Integer.BYTES * count;
            MemorySegment out = arena.allocate(head + size + (long) Integer.BYTES * count);
            long at = head;
            for (int i = 0; i < count; i++) {
                out.set(INT, HEADER + (long) Integer.BYTES * i, (int) at);
                at += write(
                        source, (long) i * blockSize, (int) Math.min(blockSize, size - (long) i * blockSize), out, at);
            }
            if (at > Integer.MAX_VALUE) {
                throw new CodecException("a chunk of " + size + " bytes does not fit into a buffer of blosc", 0);
            }
            out.asByteBuffer().put(0, new byte[] {2, 1, (byte) (LZ4 << 5 | WHOLE), Long.BYTES});
            out.set(INT, 4, (int) size);
            out.set(INT, 8, blockSize);
            out.set(INT, 12, (int) at);
            ByteBuffer all = out.asSlice(0, at).asByteBuffer();
            while (all.hasRemaining()) {
                target.write(all);
            }
            return at;
        }
    }

    private int write(MemorySegment source, long from, int count, MemorySegment out, long at) {
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, block, 0, count);
        int small = Lz4Block.encode(block, count, packed, table);
        boolean smaller = small < count;
        int size = smaller ? small : count;
        out.set(INT, at, size);
        MemorySegment.copy(smaller ? packed : block, 0, out, ValueLayout.JAVA_BYTE, at + Integer.BYTES, size);
        return Integer.BYTES + size;
    }
}

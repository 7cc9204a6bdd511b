package dev.sluice.formats.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/// Frames of LZ4: blocks that may refer to the block before, as strax writes them, or stand alone. Used by one thread.
///
/// The format is that of `lz4_Frame_format.md`, version 1.6. Checksums are checked where there are any: strax
/// writes that of the head alone. What is written has blocks of 4 MiB that stand alone.
final class Lz4Frames extends Codec {
    private static final int MAGIC = 0x184D2204;
    private static final int HISTORY = 1 << 16;
    /// The history moves once for so many bytes; all of it stays in the second cache.
    private static final int LEAST_WINDOW = 1 << 18;
    private static final int BLOCK = 4 << 20;
    private static final int STORED = 1 << 31;
    private static final int[] SIZES = {0, 0, 0, 0, 1 << 16, 1 << 18, 1 << 20, 1 << 22};

    private byte[] window = new byte[0];
    private byte[] packed = new byte[0];
    private int[] table;

    /// What the head of a frame says.
    private record Head(int flags, int most) {
        boolean linked() {
            return (flags & 0x20) == 0;
        }

        boolean blocksChecked() {
            return (flags & 0x10) != 0;
        }

        boolean contentChecked() {
            return (flags & 4) != 0;
        }
    }

    @Override
    public void decode(MemorySegment source, MemorySegment target) throws CodecException {
        Bytes in = new Bytes(source);
        blocks(in, head(in, target.byteSize()), target);
    }

    private static Head head(Bytes in, long wanted) throws CodecException {
        if (in.i32() != MAGIC) {
            throw new CodecException("these bytes are no frame of LZ4", 0);
        }
        int flags = in.u8();
        if (flags >>> 6 != 1 || (flags & 2) != 0) {
            throw new CodecException("a frame of LZ4 of an unknown version, flags=" + flags, 4);
        }
        int most = SIZES[in.u8() >>> 4 & 7];
        if (most == 0) {
            throw new CodecException("a frame of LZ4 with blocks of an unknown size", 5);
        }
        if ((flags & 1) != 0) {
            throw new CodecException("a frame of LZ4 with a dictionary, which is not read; compress it without", 4);
        }
        long size = (flags & 8) != 0 ? in.i64() : wanted;
        byte[] described = new byte[(int) in.position() - Integer.BYTES];
        in.seek(Integer.BYTES);
        in.copy(described, 0, described.length);
        if (in.u8() != (XxHash32.of(described, 0, described.length) >>> 8 & 0xFF)) {
            throw new CodecException("the head of the frame of LZ4 does not fit its checksum", in.position() - 1);
        }
        if (size != wanted) {
            throw CodecException.length(size, wanted);
        }
        return new Head(flags, most);
    }

    private void blocks(Bytes in, Head head, MemorySegment target) throws CodecException {
        makeRoom(head.most());
        XxHash32 content = head.contentChecked() ? new XxHash32() : null;
        int at = 0;
        long done = 0;
        for (int size = in.i32(); size != 0; size = in.i32()) {
            int count = size & ~STORED;
            if (count > head.most()) {
                throw new CodecException(
                        "a block of " + count + " bytes, where at most " + head.most() + " are", in.position());
            }
            at = head.linked() ? withRoom(at, head.most()) : 0;
            int end = size < 0 ? stored(in, head, count, at) : packed(in, head, count, at);
            int made = end - at;
            if (made > target.byteSize() - done) {
                throw CodecException.length(done + made, target.byteSize());
            }
            MemorySegment.copy(window, at, target, ValueLayout.JAVA_BYTE, done, made);
            if (content != null) {
                content.add(window, at, made);
            }
            done += made;
            at = end;
        }
        if (content != null && in.i32() != content.value()) {
            throw new CodecException("the content of the frame of LZ4 does not fit its checksum", in.position() - 4);
        }
        if (done != target.byteSize()) {
            throw CodecException.length(done, target.byteSize());
        }
    }

    /// Moves what blocks may refer to to the front where the next block does not fit after it.
    private int withRoom(int at, int most) {
        if (window.length - SlackCopy.SLACK - at >= most) {
            return at;
        }
        int kept = Math.min(HISTORY, at);
        System.arraycopy(window, at - kept, window, 0, kept);
        return kept;
    }

    private int stored(Bytes in, Head head, int count, int at) throws CodecException {
        in.copy(window, at, count);
        check(in, head, window, at, count);
        return at + count;
    }

    private int packed(Bytes in, Head head, int count, int at) throws CodecException {
        in.copy(packed, 0, count);
        check(in, head, packed, 0, count);
        return Lz4Block.decode(packed, count, window, 0, at, at + head.most());
    }

    private static void check(Bytes in, Head head, byte[] bytes, int from, int count) throws CodecException {
        if (head.blocksChecked() && in.i32() != XxHash32.of(bytes, from, count)) {
            throw new CodecException("a block does not fit its checksum", in.position() - 4);
        }
    }

    private void makeRoom(int most) {
        int wanted = HISTORY + Math.max(most, LEAST_WINDOW) + SlackCopy.SLACK;
        if (window.length < wanted) {
            window = new byte[wanted];
        }
        if (packed.length < most + SlackCopy.SLACK) {
            packed = SlackCopy.room(most);
        }
    }

    @Override
    public long encode(MemorySegment source, WritableByteChannel target) throws IOException {
        table = table == null ? Lz4Block.table() : table;
        int most = Math.clamp(source.byteSize(), 1, BLOCK);
        byte[] block = SlackCopy.room(most);
        ByteBuffer out = ByteBuffer.allocate(32 + Lz4Block.mostEncoded(most)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).put((byte) 0x68).put((byte) 0x70).putLong(source.byteSize());
        out.put((byte) (XxHash32.of(out.array(), 4, 10) >>> 8));
        long written = flush(out, target);
        for (long from = 0; from < source.byteSize(); from += most) {
            int count = (int) Math.min(most, source.byteSize() - from);
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

package dev.sluice.formats.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// One frame of zstd. Used by one thread; what is given lies outside of the heap.
final class ZstdFrames extends Codec {
    private static final int LEVEL = 3;
    private static final long MOST = Integer.MAX_VALUE - 1024;
    private static final int PIECE = 1 << 20;
    private static final long PART = 1 << 30;
    /// Bytes that the head of a frame takes at most.
    private static final long HEAD = 18;

    private MemorySegment copy = Arena.ofAuto().allocate(HEAD);

    /// What the library reads is copied: memory that is gone, as that of a file cut short meanwhile, would end the
    /// process. Up to 2 GiB are decoded at once, which is faster than in pieces.
    @Override
    public void decode(MemorySegment source, MemorySegment target) throws CodecException {
        boolean once = source.byteSize() <= MOST && target.byteSize() <= MOST;
        MemorySegment piece = room(once ? source.byteSize() : PIECE);
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            requireSize(source, piece, target.byteSize());
            if (once) {
                decodeAtOnce(context, source, piece, target);
            } else {
                decode(context, source, piece, target);
            }
        } catch (ZstdException damaged) {
            throw new CodecException("the bytes of zstd are damaged: " + damaged.getMessage(), damaged);
        }
    }

    private MemorySegment room(long bytes) {
        if (copy.byteSize() < bytes) {
            copy = Arena.ofAuto().allocate(bytes + bytes / 8);
        }
        return copy;
    }

    private static void decodeAtOnce(
            ZstdDecompressCtx context, MemorySegment source, MemorySegment copy, MemorySegment target)
            throws CodecException {
        MemorySegment.copy(source, 0, copy, 0, source.byteSize());
        int made = context.decompressDirectByteBuffer(
                target.asByteBuffer(), 0, (int) target.byteSize(), copy.asByteBuffer(), 0, (int) source.byteSize());
        if (made != target.byteSize()) {
            throw CodecException.length(made, target.byteSize());
        }
    }

    private static void decode(
            ZstdDecompressCtx context, MemorySegment source, MemorySegment piece, MemorySegment target)
            throws CodecException {
        ByteBuffer from = piece.asByteBuffer().limit(0);
        ByteBuffer into = part(target, 0);
        // Room for one byte more shows that there is more than the head says.
        ByteBuffer beyond = ByteBuffer.allocateDirect(1);
        long fed = 0;
        long made = 0;
        boolean ended = false;
        while (!ended) {
            if (!from.hasRemaining() && fed < source.byteSize()) {
                long some = Math.min(PIECE, source.byteSize() - fed);
                MemorySegment.copy(source, fed, piece, 0, some);
                from.position(0).limit((int) some);
                fed += some;
            }
            if (!into.hasRemaining() && made < target.byteSize()) {
                into = part(target, made);
            }
            ByteBuffer to = made < target.byteSize() ? into : beyond;
            int taken = from.position();
            int before = to.position();
            ended = context.decompressDirectByteBufferStream(to, from);
            made += to.position() - before;
            if (made > target.byteSize()) {
                throw CodecException.length(made, target.byteSize());
            }
            if (!ended && from.position() == taken && to.position() == before && fed == source.byteSize()) {
                throw new CodecException("the frame of zstd is cut off after " + made + " bytes of its data", fed);
            }
        }
        if (made != target.byteSize()) {
            throw CodecException.length(made, target.byteSize());
        }
    }

    private static ByteBuffer part(MemorySegment target, long from) {
        return target.asSlice(from, Math.min(PART, target.byteSize() - from)).asByteBuffer();
    }

    private static void requireSize(MemorySegment source, MemorySegment piece, long wanted) throws CodecException {
        long head = Math.min(HEAD, source.byteSize());
        MemorySegment.copy(source, 0, piece, 0, head);
        long stated = Zstd.getDirectByteBufferFrameContentSize(piece.asByteBuffer(), 0, (int) head);
        if (stated > 0 && stated != wanted) {
            throw CodecException.length(stated, wanted);
        }
    }

    @Override
    public long encode(MemorySegment source, WritableByteChannel target) throws IOException {
        requireBelow(source.byteSize());
        try (Arena arena = Arena.ofConfined();
                ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(LEVEL).setContentSize(true).setChecksum(false);
            ByteBuffer packed =
                    arena.allocate(Zstd.compressBound(source.byteSize())).asByteBuffer();
            int count = context.compressDirectByteBuffer(
                    packed, 0, packed.capacity(), source.asByteBuffer(), 0, (int) source.byteSize());
            packed.limit(count);
            while (packed.hasRemaining()) {
                target.write(packed);
            }
            return count;
        }
    }

    private static void requireBelow(long bytes) throws CodecException {
        if (bytes > MOST) {
            throw new CodecException("a chunk of " + bytes + " bytes, where at most " + MOST + " are read", 0);
        }
    }
}

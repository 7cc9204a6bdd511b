package dev.sluice.formats.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// One stream of bzip2. Used by one thread.
final class Bzip2Streams extends Codec {
    private static final int STEP = 1 << 16;

    @Override
    public void decode(MemorySegment source, MemorySegment target) throws CodecException {
        byte[] some = new byte[STEP];
        long done = 0;
        try (InputStream stream = new BZip2CompressorInputStream(new SegmentStream(source))) {
            for (int count = stream.read(some); count >= 0; count = stream.read(some)) {
                if (count > target.byteSize() - done) {
                    throw CodecException.length(done + count, target.byteSize());
                }
                MemorySegment.copy(some, 0, target, ValueLayout.JAVA_BYTE, done, count);
                done += count;
            }
        } catch (CodecException known) {
            throw known;
        } catch (IOException | RuntimeException broken) {
            throw new CodecException("the bytes of bzip2 are damaged: " + broken.getMessage(), broken);
        }
        if (done != target.byteSize()) {
            throw CodecException.length(done, target.byteSize());
        }
    }

    /// Bytes of memory as a stream.
    private static final class SegmentStream extends InputStream {
        private final MemorySegment segment;
        private long position;

        SegmentStream(MemorySegment segment) {
            this.segment = segment;
        }

        @Override
        public int read() {
            return position == segment.byteSize() ? -1 : segment.get(ValueLayout.JAVA_BYTE, position++) & 0xFF;
        }

        @Override
        public int read(byte[] target, int at, int most) {
            if (position == segment.byteSize()) {
                return most == 0 ? 0 : -1;
            }
            int count = (int) Math.min(most, segment.byteSize() - position);
            MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, position, target, at, count);
            position += count;
            return count;
        }
    }
}

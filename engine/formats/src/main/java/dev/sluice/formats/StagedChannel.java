package dev.sluice.formats;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// Collects bytes in one native buffer of its own and hands them to a channel when it is full. For one thread at a
/// time; the channel stays the caller's. Allocates nothing per call, whatever the size.
///
/// Large writes pass through the buffer too: a copy within the core's cache costs less than the objects that a view of
/// foreign memory would.
public final class StagedChannel {
    private static final int CAPACITY = 1 << 18;
    private static final int LONGEST_CHARACTER = 4;

    private final WritableByteChannel channel;
    private final Path target;
    private final ByteBuffer stage = ByteBuffer.allocateDirect(CAPACITY);
    private final MemorySegment stageSegment = MemorySegment.ofBuffer(stage);
    private long flushed;

    /// A buffer before `channel`.
    ///
    /// @param target what the channel leads to, for error messages
    public StagedChannel(WritableByteChannel channel, Path target) {
        this.channel = channel;
        this.target = target;
    }

    /// Bytes put so far.
    public long position() {
        return flushed + stage.position();
    }

    /// Puts `length` bytes of the segment from `offset` on.
    ///
    /// @throws FormatException if the channel refuses them
    public void put(MemorySegment segment, long offset, long length) {
        long done = 0;
        while (done < length) {
            if (!stage.hasRemaining()) {
                flush();
            }
            int part = (int) Math.min(length - done, stage.remaining());
            MemorySegment.copy(segment, offset + done, stageSegment, stage.position(), part);
            stage.position(stage.position() + part);
            done += part;
        }
    }

    /// Puts the bytes of the array.
    ///
    /// @throws FormatException if the channel refuses them
    public void put(byte[] bytes) {
        put(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /// Puts the text in UTF-8; half of a surrogate pair becomes a question mark.
    ///
    /// @throws FormatException if the channel refuses it
    public void put(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (stage.remaining() < LONGEST_CHARACTER) {
                flush();
            }
            char c = text.charAt(i);
            if (c < 0x80) {
                stage.put((byte) c);
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                putCharacter(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                putCharacter(Character.isSurrogate(c) ? '?' : c);
            }
        }
    }

    /// Hands all bytes put so far to the channel.
    ///
    /// @throws FormatException if the channel refuses them
    public void flush() {
        stage.flip();
        try {
            while (stage.hasRemaining()) {
                flushed += channel.write(stage);
            }
        } catch (ClosedByInterruptException e) {
            throw PartFile.failure(
                    target, flushed, "the thread was interrupted while it wrote", "write the output again", e);
        } catch (IOException e) {
            throw PartFile.failure(
                    target,
                    flushed,
                    "the output cannot be written (" + PartFile.reason(e) + ")",
                    "see that the disk has room and the reader is still there, or write elsewhere",
                    e);
        } finally {
            stage.clear();
        }
    }

    /// UTF-8 as in RFC 3629, section 3.
    private void putCharacter(int c) {
        if (c < 0x80) {
            stage.put((byte) c);
            return;
        }
        if (c < 0x800) {
            stage.put((byte) (0xC0 | c >> 6));
        } else {
            if (c < 0x10000) {
                stage.put((byte) (0xE0 | c >> 12));
            } else {
                stage.put((byte) (0xF0 | c >> 18)).put((byte) (0x80 | c >> 12 & 0x3F));
            }
            stage.put((byte) (0x80 | c >> 6 & 0x3F));
        }
        stage.put((byte) (0x80 | c & 0x3F));
    }
}

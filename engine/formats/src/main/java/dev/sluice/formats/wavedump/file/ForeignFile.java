package dev.sluice.formats.wavedump.file;

import dev.sluice.formats.FileSignature;
import dev.sluice.formats.FormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/// Refuses files of other formats under names of WaveDump, whose first bytes are not the size of any event. Stateless.
final class ForeignFile {
    /// No event is longer; what the first bytes of packed files could be as a size stays below it.
    private static final long LONGEST_EVENT = 256L << 20;

    private static final int START = 8;
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ForeignFile() {}

    /// @throws FormatException if the bytes of `path` begin as those of another format do
    static void refuse(Path path, MemorySegment bytes) {
        if (bytes.byteSize() < START || Integer.toUnsignedLong(bytes.get(WORD, 0)) <= LONGEST_EVENT) {
            return;
        }
        Optional<FileSignature> found = FileSignature.of(bytes.asSlice(0, START).toArray(ValueLayout.JAVA_BYTE));
        if (found.isPresent()) {
            throw new FormatException(
                    path,
                    0,
                    found.get().what() + ", under a name of WaveDump",
                    "move it out of the folder, or " + found.get().remedy(String.valueOf(path.getFileName())));
        }
    }
}

package dev.sluice.benchmarks.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A command that takes turns with others. Immutable.
///
/// @param name    as the table has it
/// @param result  what it computes, such as features; empty if it computes nothing
/// @param command its words
/// @param out     the file that it writes
/// @param words   those of a [dev.sluice.session.Session] that computes the same in this process; empty if none is to
record Way(String name, String result, List<String> command, Path out, List<String> words) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /// Whether it computes something.
    boolean computes() {
        return !result.isEmpty();
    }

    /// Where the records of its result differ from those of another, in bytes after the headers; -1 if they do not.
    long difference(Way other) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel own = FileChannel.open(out);
                FileChannel theirs = FileChannel.open(other.out)) {
            return records(own, arena).mismatch(records(theirs, arena));
        }
    }

    private static MemorySegment records(FileChannel file, Arena arena) throws IOException {
        MemorySegment all = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
        boolean npy = all.byteSize() > MAGIC.length
                && all.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) < 0;
        return npy ? all.asSlice(Slab.records(file)) : all;
    }

    /// Removes what it wrote.
    void clean() throws IOException {
        Files.deleteIfExists(out);
    }
}

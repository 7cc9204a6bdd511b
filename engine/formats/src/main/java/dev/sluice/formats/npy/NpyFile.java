package dev.sluice.formats.npy;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.RegularFile;
import dev.sluice.formats.UnchangedFile;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// A `.npy` file of records, mapped into memory: opening reads the header only, and nothing is copied.
///
/// The records may be read by any thread until [#close], which unmaps them; they cannot be written. Versions 1.0, 2.0
/// and 3.0, structured dtypes, one dimension. Do not write to a file while it is mapped: a file that shrinks shows
/// zeros after its new end, and raises [InternalError] beyond the page of that. [#requireUnchanged] finds out.
public final class NpyFile implements AutoCloseable {
    private static final int LONGEST_HEADER = 1 << 24;
    private static final String NOT_NPY = "write the file with numpy.save(path, arr)";
    private static final String WRITE_AGAIN = "copy or write the file again";

    private final Path path;
    private final Arena arena;
    private final Records records;
    private final FormatException cut;
    private final UnchangedFile unchanged;

    private NpyFile(Path path, Arena arena) {
        this.path = path;
        this.arena = arena;
        this.unchanged = regular(path);
        MemorySegment file = mapped(path, arena);
        int version = version(path, file);
        int start = NpyLayout.textOffset(version);
        long length = length(path, file, start);
        byte[] text = file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
        Charset charset = NpyLayout.charset(version);
        NpyHeader header = NpyHeader.parse(path, start, new String(text, charset), charset);
        this.cut = cut(path, file.byteSize(), start + length, header);
        long held = (file.byteSize() - start - length) / header.type().size();
        this.records = Records.of(header.type(), file, start + length, Math.min(header.count(), held));
    }

    /// Maps the file.
    ///
    /// @throws FormatException if there is no such file, it is damaged, or it holds something else than records
    public static NpyFile map(Path path) {
        NpyFile file = mapComplete(path);
        if (file.cut != null) {
            file.close();
            throw file.cut;
        }
        return file;
    }

    /// Maps the complete records of a file that may be cut off after them: [#cut] says whether it is.
    ///
    /// @throws FormatException if there is no such file, it is damaged, or it holds something else than records
    public static NpyFile mapComplete(Path path) {
        Arena arena = Arena.ofShared();
        try {
            return new NpyFile(path, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// What is missing at the end of the file, with where, how much and the remedy; empty if it is whole.
    public Optional<FormatException> cut() {
        return Optional.ofNullable(cut);
    }

    /// What has to be assumed of the records: one sentence each.
    public List<String> notes() {
        return NpyTimes.notes(type());
    }

    /// What the records are made of.
    public RecordType type() {
        return records.type();
    }

    /// All records of the file, in the mapped memory; valid until [#close].
    public Records records() {
        return records;
    }

    /// The file.
    public Path path() {
        return path;
    }

    /// Checks that the file is still what was mapped, so that what was read from it counts. Safe from any thread.
    ///
    /// @throws FormatException if it shrank, grew, was written or replaced: the message names both sizes
    public void requireUnchanged() {
        unchanged.require();
    }

    /// The same, but looks at the file no more often than every 100 ms: for the thread that reads chunk after chunk.
    void glance() {
        unchanged.glance();
    }

    /// What to throw where reading the mapped memory raised `fault`.
    FormatException explain(InternalError fault) {
        return unchanged.explain(fault);
    }

    /// Unmaps the file; its records may not be used any more, which is checked. May be called again.
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /// The state of a file that can be mapped.
    private static UnchangedFile regular(Path path) {
        try {
            return UnchangedFile.of(RegularFile.require(path));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static MemorySegment mapped(Path path, Arena arena) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static FormatException unreadable(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return caused(new FormatException(path, 0, "no such file", "check the path"), e);
        }
        String problem = "the file cannot be read (" + e.getMessage() + ")";
        return caused(new FormatException(path, 0, problem, "check its permissions and the disk"), e);
    }

    private static int version(Path path, MemorySegment file) {
        byte[] magic = NpyLayout.MAGIC;
        if (file.byteSize() == 0) {
            throw new FormatException(path, 0, "the file is empty", NOT_NPY);
        }
        for (int i = 0; i < Math.min(magic.length, file.byteSize()); i++) {
            if (file.get(ValueLayout.JAVA_BYTE, i) != magic[i]) {
                throw new FormatException(path, 0, "not a .npy file: it does not start with \\x93NUMPY", NOT_NPY);
            }
        }
        if (file.byteSize() < NpyLayout.LENGTH_OFFSET + 2) {
            throw new FormatException(
                    path,
                    file.byteSize(),
                    "the file is cut off in its first 10 bytes, size=" + file.byteSize(),
                    WRITE_AGAIN);
        }
        int major = file.get(ValueLayout.JAVA_BYTE, NpyLayout.VERSION_OFFSET) & 0xFF;
        int minor = file.get(ValueLayout.JAVA_BYTE, NpyLayout.VERSION_OFFSET + 1) & 0xFF;
        if (major < 1 || major > 3 || minor != 0) {
            throw new FormatException(
                    path,
                    NpyLayout.VERSION_OFFSET,
                    "version=" + major + "." + minor + " of the format is unknown, where 1.0, 2.0 and 3.0 are known",
                    "write the file again with numpy.lib.format.write_array(file, arr, version=(1, 0))");
        }
        return major;
    }

    private static long length(Path path, MemorySegment file, int start) {
        long length = -1;
        if (file.byteSize() >= start) {
            int bytes = start - NpyLayout.LENGTH_OFFSET;
            length = 0;
            for (int i = bytes - 1; i >= 0; i--) {
                length = length << 8 | file.get(ValueLayout.JAVA_BYTE, NpyLayout.LENGTH_OFFSET + i) & 0xFF;
            }
        }
        if (length < 0 || length > file.byteSize() - start) {
            throw new FormatException(
                    path,
                    NpyLayout.LENGTH_OFFSET,
                    "the header has length=" + length + " but only " + Math.max(0, file.byteSize() - start)
                            + " bytes follow",
                    "the file is cut off or damaged; " + WRITE_AGAIN);
        }
        if (length > LONGEST_HEADER) {
            throw new FormatException(
                    path,
                    NpyLayout.LENGTH_OFFSET,
                    "the header has length=" + length + ", above the limit of " + LONGEST_HEADER,
                    "the file is damaged; " + WRITE_AGAIN);
        }
        return length;
    }

    private static FormatException cut(Path path, long fileSize, long dataOffset, NpyHeader header) {
        long size = header.type().size();
        long held = fileSize - dataOffset;
        if (header.count() > held / size) {
            String keep = held < size ? "" : ", or rerun with --on-error skip to keep the complete records";
            return new FormatException(
                    path,
                    fileSize,
                    "the file is cut off: count=" + header.count() + " records of size=" + size
                            + " bytes are announced, but only " + held + " bytes follow, " + held / size
                            + " whole records, so that " + (header.count() - held / size)
                            + " at the end are lost, whose times are not known",
                    WRITE_AGAIN + keep);
        }
        long end = dataOffset + header.count() * size;
        if (end < fileSize) {
            throw new FormatException(
                    path,
                    end,
                    (fileSize - end) + " bytes follow the last of count=" + header.count() + " records",
                    "save one array per file, or cut the file at that offset");
        }
        return null;
    }

    private static FormatException caused(FormatException failure, IOException cause) {
        failure.initCause(cause);
        return failure;
    }
}

package dev.sluice.columnar.hdf5;

import dev.sluice.record.FieldType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A file of HDF5 that is being written: groups, data sets that grow by chunks, attributes. Owns what it has open; for
/// one thread at a time.
final class Hdf5File implements AutoCloseable {
    private static final int TRUNCATE = 2;
    private static final int SCALAR = 0;
    private static final int UTF8 = 1;
    private static final int PAD_WITH_ZEROS = 1;
    private static final long UNLIMITED = -1;
    private static final long VARIABLE = -1;

    private final Hdf5Library library;
    private final long file;
    private boolean open = true;

    /// Makes an empty file in the place of the one of that path.
    Hdf5File(Hdf5Library library, String path) {
        this.library = library;
        try (Arena arena = Arena.ofConfined()) {
            this.file = library.open("H5Fcreate", arena.allocateFrom(path), TRUNCATE, 0L, 0L);
        }
    }

    long root() {
        return file;
    }

    /// Makes a group, to be closed by [#closeGroup].
    long group(long parent, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return library.open("H5Gcreate2", parent, arena.allocateFrom(name), 0L, 0L, 0L);
        }
    }

    void closeGroup(long group) {
        library.call("H5Gclose", group);
    }

    void closeDataSet(long dataSet) {
        library.call("H5Dclose", dataSet);
    }

    /// Makes an empty data set of rows of that shape, in chunks of so many rows; to be closed by [#closeDataSet].
    long dataSet(long parent, String name, FieldType type, List<Integer> shape, long chunkRows) {
        try (Arena arena = Arena.ofConfined()) {
            int rank = 1 + shape.size();
            MemorySegment none = dimensions(arena, 0, shape);
            long space = library.open("H5Screate_simple", rank, none, dimensions(arena, UNLIMITED, shape));
            long settings = library.open("H5Pcreate", library.constant("H5P_CLS_DATASET_CREATE_ID_g"));
            long element = element(type);
            library.call("H5Pset_chunk", settings, rank, dimensions(arena, chunkRows, shape));
            long made = library.open("H5Dcreate2", parent, arena.allocateFrom(name), element, space, 0L, settings, 0L);
            library.call("H5Tclose", element);
            library.call("H5Pclose", settings);
            library.call("H5Sclose", space);
            return made;
        }
    }

    /// Appends a whole chunk, of which the first rows count, so that there are `rows` rows.
    void append(long dataSet, List<Integer> shape, long at, long rows, MemorySegment chunk, long bytes, Arena arena) {
        library.call("H5Dset_extent", dataSet, dimensions(arena, rows, shape));
        MemorySegment offset = arena.allocate(Long.BYTES * (1L + shape.size()), Long.BYTES);
        offset.set(ValueLayout.JAVA_LONG, 0, at);
        library.call("H5Dwrite_chunk", dataSet, 0L, 0, offset, bytes, chunk);
    }

    /// Gives a group or data set an attribute: a text of UTF-8 of varying length, as h5py makes them.
    void attribute(long object, String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            long type = library.open("H5Tcopy", library.constant("H5T_C_S1_g"));
            library.call("H5Tset_size", type, VARIABLE);
            library.call("H5Tset_cset", type, UTF8);
            long space = library.open("H5Screate", SCALAR);
            long attribute = library.open("H5Acreate2", object, arena.allocateFrom(name), type, space, 0L, 0L);
            MemorySegment text = arena.allocate(ValueLayout.ADDRESS);
            text.set(ValueLayout.ADDRESS, 0, arena.allocateFrom(value));
            library.call("H5Awrite", attribute, type, text);
            library.call("H5Aclose", attribute);
            library.call("H5Sclose", space);
            library.call("H5Tclose", type);
        }
    }

    /// Closes the file; all of it is with the system then.
    @Override
    public void close() {
        if (open) {
            open = false;
            library.call("H5Fclose", file);
        }
    }

    private long element(FieldType type) {
        if (type.kind() == FieldType.Kind.BYTES) {
            long text = library.open("H5Tcopy", library.constant("H5T_C_S1_g"));
            library.call("H5Tset_size", text, (long) type.size());
            library.call("H5Tset_strpad", text, PAD_WITH_ZEROS);
            return text;
        }
        int bits = type.size() * Byte.SIZE;
        return library.open(
                "H5Tcopy",
                library.constant(
                        switch (type.kind()) {
                            case SIGNED -> "H5T_STD_I" + bits + "LE_g";
                            case UNSIGNED, BOOLEAN -> "H5T_STD_U" + bits + "LE_g";
                            case FLOAT -> "H5T_IEEE_F" + bits + "LE_g";
                            default -> throw new AssertionError(type);
                        }));
    }

    private static MemorySegment dimensions(Arena arena, long rows, List<Integer> shape) {
        MemorySegment dimensions = arena.allocate(Long.BYTES * (1L + shape.size()), Long.BYTES);
        dimensions.set(ValueLayout.JAVA_LONG, 0, rows);
        for (int i = 0; i < shape.size(); i++) {
            dimensions.set(ValueLayout.JAVA_LONG, Long.BYTES * (1L + i), shape.get(i));
        }
        return dimensions;
    }
}

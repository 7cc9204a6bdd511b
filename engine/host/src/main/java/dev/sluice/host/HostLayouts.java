package dev.sluice.host;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// Where the members of the header's structures lie that both sides read or write.
final class HostLayouts {
    /// `sluice_array`.
    static final StructLayout ARRAY =
            MemoryLayout.structLayout(ValueLayout.ADDRESS.withName("data"), number("bytes"), number("count"));

    /// `sluice_chunk`.
    static final StructLayout CHUNK = MemoryLayout.structLayout(
            number("size"),
            number("start"),
            number("end"),
            number("number"),
            number("first_index"),
            ValueLayout.ADDRESS.withName("records"),
            number("count"),
            number("stride"),
            number("losses"),
            number("lost"));

    private HostLayouts() {}

    private static ValueLayout number(String name) {
        return ValueLayout.JAVA_LONG.withName(name);
    }

    /// Bytes from the start of `struct` to its member `name`.
    static long offset(StructLayout struct, String name) {
        return struct.byteOffset(PathElement.groupElement(name));
    }
}

package dev.sluice.host;

import dev.sluice.session.foreign.ForeignText;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Memory of the host, as the functions of the C interface are given it: an address, and how much lies there.
///
/// A null pointer is refused; of any other only the host knows whether it is good.
@SuppressWarnings("restricted")
final class HostMemory {
    /// Bytes of the longest text that is read; a text without an end is refused here.
    static final long LONGEST_TEXT = 1 << 24;

    private static final int MOST_TEXTS = 10_000;

    /// All memory: reading a number by its address makes no object.
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private HostMemory() {}

    /// The int64 at `address`, which the host vouches for.
    static long number(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    /// Writes an int64 to `address`, which the host vouches for.
    static void number(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /// The memory at `address`; where there are no bytes, the address does not count.
    static MemorySegment at(long address, long bytes) {
        return bytes == 0
                ? MemorySegment.ofAddress(1).reinterpret(0)
                : MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /// Memory that is read, of which `name` is the argument.
    ///
    /// @throws HostException if it is NULL
    static MemorySegment in(String name, MemorySegment pointer, long bytes) {
        if (pointer.address() == 0) {
            throw new HostException(HostCode.ARGUMENT, name + " is NULL");
        }
        return pointer.reinterpret(bytes);
    }

    /// Memory that is written.
    ///
    /// @throws HostException if it is NULL
    static MemorySegment out(String name, MemorySegment pointer, long bytes) {
        return in(name, pointer, bytes);
    }

    /// A text in UTF-8 that ends in a 0.
    ///
    /// @throws HostException if it is NULL, or has no end within 16 MiB
    static String text(String name, MemorySegment pointer) {
        return ForeignText.in(in(name, pointer, LONGEST_TEXT))
                .orElseThrow(() ->
                        new HostException(HostCode.ARGUMENT, name + " has no end within " + LONGEST_TEXT + " bytes"));
    }

    /// Texts behind `count` pointers.
    ///
    /// @throws HostException if one of them is NULL, or there are too many
    static List<String> texts(String name, MemorySegment pointers, long count) {
        if (count < 0 || count > MOST_TEXTS) {
            throw new HostException(
                    HostCode.ARGUMENT, "count=" + count + " of " + name + " is not within 0 and " + MOST_TEXTS);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MemorySegment array = in(name, pointers, count * ValueLayout.ADDRESS.byteSize());
            texts.add(text(
                    name + "[" + i + "]",
                    array.get(ValueLayout.ADDRESS_UNALIGNED, i * ValueLayout.ADDRESS.byteSize())));
        }
        return texts;
    }
}

package dev.sluice.session.foreign;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// A struct of the header, in memory of its maker: members of eight bytes at offsets. Read while it is described.
///
/// A null pointer is refused; of any other only its maker knows whether it is good.
@SuppressWarnings("restricted")
final class Struct {
    /// Bytes of the longest text; a text without an end is refused here.
    private static final long LONGEST_TEXT = 1 << 20;

    private static final long MOST_ELEMENTS = 10_000;

    private final String name;
    private final MemorySegment bytes;

    /// The struct of `size` bytes at `address`; `name` is what messages call it.
    ///
    /// @throws IllegalArgumentException if the address is none
    Struct(String name, long address, long size) {
        this.name = name;
        this.bytes = memory(name, address, size);
    }

    private static MemorySegment memory(String name, long address, long size) {
        ForeignText.requireAddress(name, address);
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    /// The member at `offset`, as a number or an address.
    long number(long offset) {
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    }

    /// The member at `offset`, as a number that counts or lasts.
    ///
    /// @throws IllegalArgumentException if it is negative
    long length(String member, long offset) {
        long value = number(offset);
        if (value < 0) {
            throw new IllegalArgumentException(
                    name + "." + member + "=" + value + " is negative or beyond 2^63; give 0 or more");
        }
        return value;
    }

    /// The member at `offset`, as a real number.
    double real(long offset) {
        return bytes.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset);
    }

    /// The text that the member at `offset` points to.
    ///
    /// @throws IllegalArgumentException if there is none, or it has no end
    String text(String member, long offset) {
        return read(name + "." + member, number(offset));
    }

    /// The same; empty where the member is NULL.
    Optional<String> optional(String member, long offset) {
        return number(offset) == 0 ? Optional.empty() : Optional.of(text(member, offset));
    }

    private static String read(String name, long address) {
        return ForeignText.at(name, address, LONGEST_TEXT);
    }

    /// How many elements the array has whose count stands at `offset`.
    ///
    /// @throws IllegalArgumentException if they are more than there can be
    int count(String member, long offset) {
        long count = number(offset);
        if (count < 0 || count > MOST_ELEMENTS) {
            throw new IllegalArgumentException(name + "." + member + "=" + Long.toUnsignedString(count) + " is beyond "
                    + MOST_ELEMENTS + "; set it to the length of its array");
        }
        return (int) count;
    }

    /// Element `index`, of `size` bytes, of the array of structs that the member at `offset` points to.
    Struct element(String member, long offset, int index, long size) {
        String place = name + "." + member + "[" + index + "]";
        return new Struct(place, base(member, offset) + index * size, size);
    }

    /// Element `index` of the array of texts that the member at `offset` points to.
    String textAt(String member, long offset, int index) {
        String place = name + "." + member + "[" + index + "]";
        return read(place, memory(place, base(member, offset) + index * 8L, 8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }

    private long base(String member, long offset) {
        return memory(name + "." + member, number(offset), 1).address();
    }

    /// What messages call it.
    @Override
    public String toString() {
        return name;
    }
}

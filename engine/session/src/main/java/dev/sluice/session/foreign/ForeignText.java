package dev.sluice.session.foreign;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Texts in UTF-8 that end in a 0, in memory of others. Stateless.
///
/// They are read byte by byte: nothing after the 0 need be there, whereas [MemorySegment#getString] looks at eight
/// bytes at a time and so beyond it, which ends the process where a text lies at the end of what may be read.
public final class ForeignText {
    private static final long SMALLEST_ADDRESS = 4096;

    private ForeignText() {}

    /// The text at the start of `memory`; empty if it has no end there.
    public static Optional<String> in(MemorySegment memory) {
        for (long length = 0; length < memory.byteSize(); length++) {
            if (memory.get(ValueLayout.JAVA_BYTE, length) == 0) {
                byte[] bytes = memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                return Optional.of(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /// The text at `address`, of `most` bytes with its 0; `name` is what messages call it.
    ///
    /// @throws IllegalArgumentException if the address is none, or the text has no end
    @SuppressWarnings("restricted")
    static String at(String name, long address, long most) {
        requireAddress(name, address);
        return in(MemorySegment.ofAddress(address).reinterpret(most))
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " is a text without an end within " + most + " bytes; end it in a 0"));
    }

    /// Refuses what points to no memory.
    static void requireAddress(String name, long address) {
        if (address < SMALLEST_ADDRESS) {
            throw new IllegalArgumentException(name + " is " + (address == 0 ? "NULL" : "no address: " + address)
                    + "; let it point to memory that stays");
        }
    }
}

package dev.sluice.session.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Texts in memory of C: nothing beyond their end is looked at.
@SuppressWarnings("restricted")
final class ForeignTextTest {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final long PAGE = 65536;

    private static MethodHandle function(String name, MemoryLayout returned, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow(name),
                        FunctionDescriptor.of(returned, parameters));
    }

    /// A read of one byte more would end this JVM.
    @Test
    void aTextMayLieAtTheEndOfWhatMayBeRead() throws Throwable {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "mmap is called with numbers of Linux only");
        long pages = (long)
                function("mmap", LONG, LONG, LONG, INT, INT, INT, LONG).invokeExact(0L, 2 * PAGE, 3, 0x22, -1, 0L);
        int closed = (int) function("mprotect", INT, LONG, LONG, INT).invokeExact(pages + PAGE, PAGE, 0);
        assertEquals(0, closed);
        for (String text :
                new String[] {"", "a", "ab\u00e9", "records", "eight by", "longer than one word of memory"}) {
            byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
            long address = pages + PAGE - bytes.length;
            MemorySegment.copy(
                    bytes,
                    0,
                    MemorySegment.ofAddress(address).reinterpret(bytes.length),
                    ValueLayout.JAVA_BYTE,
                    0,
                    bytes.length);
            assertEquals(text, ForeignText.at("text", address, 2048));
        }
        int unmapped = (int) function("munmap", INT, LONG, LONG).invokeExact(pages, 2 * PAGE);
        assertEquals(0, unmapped);
    }

    @Test
    void aTextWithoutAnEndOrAnAddressIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment full = arena.allocate(4).fill((byte) 'x');
            assertEquals(Optional.empty(), ForeignText.in(full));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> ForeignText.at("cause", full.address(), 4))
                    .getMessage()
                    .startsWith("cause is a text without an end within 4 bytes"));
        }
        assertEquals(
                "cause is NULL; let it point to memory that stays",
                assertThrows(IllegalArgumentException.class, () -> ForeignText.at("cause", 0, 4))
                        .getMessage());
    }
}

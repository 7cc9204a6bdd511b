package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.ChildJvm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RecordWindowTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "on:?", "text:S2", "x:<f4");
    private static final LongField TIME = TYPE.longField("time");

    private final Arena arena = Arena.ofConfined();
    private final RecordWindow window = new RecordWindow(TYPE);

    @BeforeEach
    void bind() {
        window.rebind(arena.allocate(150), 0, 10);
    }

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void theViewIsAlwaysTheSameObject() {
        Records records = window.records();
        MemorySegment second = arena.allocate(100);
        window.rebind(second, 10, 6);
        assertSame(records, window.records());
        assertSame(second, records.segment());
        assertEquals(10, records.byteOffset());
        assertEquals(6, records.count());
        window.count(2);
        assertEquals(2, records.count());
        assertThrows(IndexOutOfBoundsException.class, () -> TIME.get(records, 2));
    }

    @Test
    void aPartBeyondTheRecordsIsRefusedThoughTheMemoryHasIt() {
        window.count(6);
        RecordWindow part = new RecordWindow(TYPE);
        part.show(window.records(), 2, 6);
        assertEquals(4, part.records().count());
        assertThrows(IllegalArgumentException.class, () -> part.show(window.records(), 2, 7));
        assertThrows(IllegalArgumentException.class, () -> part.show(window.records(), 3, 2));
        assertThrows(IllegalArgumentException.class, () -> part.show(window.records(), -1, 2));
        assertEquals(4, part.records().count());
    }

    @Test
    void aNewWindowHasNoRecords() {
        assertEquals(0, new RecordWindow(TYPE).records().count());
        assertThrows(IllegalArgumentException.class, () -> new RecordWindow(TYPE).count(1));
    }

    @Test
    void memoryThatIsTooSmallIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> window.rebind(arena.allocate(10), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> window.count(11));
        assertThrows(IllegalArgumentException.class, () -> window.count(-1));
        assertThrows(IllegalArgumentException.class, () -> window.rebind(MemorySegment.ofArray(new byte[99]), 0, 1));
    }

    @Test
    void inCheckedModeEveryAccessAsksTheGuard() {
        assumeTrue(Checked.ON, "needs -Dsluice.checked=true");
        AtomicBoolean stale = new AtomicBoolean();
        window.guard(() -> {
            if (stale.get()) {
                throw new IllegalStateException("stale");
            }
        });
        Records view = window.records();
        Records slice = view.slice(2, 5);
        Records other = Records.allocate(TYPE, 10, arena);
        assertEquals(0, TIME.get(slice, 0));
        stale.set(true);
        for (Records records : List.of(view, slice, slice)) {
            for (Executable access : List.<Executable>of(
                    records::count,
                    records::segment,
                    records::byteOffset,
                    records::byteSize,
                    records::clear,
                    () -> records.slice(0, 1),
                    () -> records.copyFrom(0, other, 0, 1),
                    () -> other.copyFrom(0, records, 0, 1),
                    () -> other.slice(0, 3).copyField("x", records),
                    () -> TIME.get(records, 0),
                    () -> TIME.set(records, 0, 1),
                    () -> TYPE.doubleField("x").get(records, 0),
                    () -> TYPE.floatField("x").set(records, 0, 1),
                    () -> TYPE.booleanField("on").get(records, 0),
                    () -> TYPE.textField("text").get(records, 0))) {
                assertThrows(IllegalStateException.class, access);
            }
        }
        assertTrue(view.toString().startsWith("Records[10 x"));
        window.guard(null);
        assertEquals(0, TIME.get(view, 0));
        assertThrows(IllegalStateException.class, () -> TIME.get(slice, 0));
    }

    @Test
    void inCheckedModeSlicesOfReplacedMemoryAreRefused() {
        assumeTrue(Checked.ON, "needs -Dsluice.checked=true");
        Records slice = window.records().slice(0, 3);
        Records inner = slice.slice(1, 2);
        window.count(4);
        assertEquals(0, TIME.get(inner, 0));
        window.rebind(arena.allocate(150), 0, 10);
        assertThrows(IllegalStateException.class, () -> TIME.get(slice, 0));
        String message = assertThrows(IllegalStateException.class, () -> TIME.get(inner, 0))
                .getMessage();
        assertTrue(message.contains("slice again"), message);
    }

    /// Exits with 0 if a guard that always refuses is never asked.
    static final class Unguarded {
        public static void main(String[] arguments) {
            RecordWindow window = new RecordWindow(TYPE);
            window.guard(() -> {
                throw new IllegalStateException("asked");
            });
            window.rebind(Arena.global().allocate(150), 0, 10);
            TIME.set(window.records().slice(2, 5), 1, 4);
            System.exit((int) TIME.get(window.records(), 3) - 4);
        }
    }

    @Test
    void inUncheckedModeNoGuardIsAsked() throws Exception {
        assertEquals(0, ChildJvm.run(List.of("-Dsluice.checked=false"), Unguarded.class));
    }
}

package dev.sluice.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/// The members of the header's `sluice_api`, in order: its size, its version, and a function each.
///
/// The stubs live as long as the process. A host of an older header gets the members that it has room for.
final class ApiTable {
    /// The version of the interface; a member that is appended leaves it as it is.
    static final long ABI = 1;

    private static final Class<?> POINTER = MemorySegment.class;
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final List<Entry> entries = new ArrayList<>();

    private ApiTable() {
        add("error", ProcessCalls.class, POINTER);
        add("version", ProcessCalls.class, POINTER);
        add("nop", ProcessCalls.class, int.class);
        add("stop", ProcessCalls.class, int.class, long.class);
        add("release", ProcessCalls.class, int.class, long.class);
        add("kernel_open", KernelCalls.class, int.class, POINTER, POINTER, POINTER);
        add("kernel_run", KernelCalls.class, int.class, long.class, POINTER, long.class, POINTER);
        add("kernel_prepare", KernelCalls.class, int.class, long.class, POINTER, long.class, POINTER);
        add("call_run", KernelCalls.class, int.class, long.class, POINTER);
        Class<?> calls = SessionCalls.class;
        add("session_open", calls, int.class, POINTER, long.class, POINTER);
        add("session_live", calls, int.class, POINTER, long.class, POINTER, POINTER, POINTER, POINTER);
        add("session_streams", calls, int.class, long.class, POINTER, long.class, POINTER);
        add("stream_next", StreamCalls.class, int.class, long.class, long.class, POINTER);
        add("text", calls, int.class, long.class, POINTER, POINTER, long.class, POINTER);
        add("live_claim", LiveCalls.class, int.class, long.class, long.class, POINTER);
        add("live_publish", LiveCalls.class, int.class, long.class, long.class, long.class, long.class);
        add("live_push", LiveCalls.class, int.class, long.class, POINTER, long.class, long.class, long.class);
        add("live_lost", LiveCalls.class, int.class, long.class, long.class, long.class, POINTER);
        add("live_finish", LiveCalls.class, int.class, long.class);
        add("live_fail", LiveCalls.class, int.class, long.class, POINTER);
        add("live_set", LiveCalls.class, int.class, long.class, POINTER, POINTER);
        add("in_callback", StreamCalls.class, int.class);
        add("stream_callback", StreamCalls.class, int.class, long.class, POINTER, POINTER);
        add("stream_wait", StreamCalls.class, int.class, long.class, long.class, POINTER);
        add("stream_fd", StreamCalls.class, int.class, long.class, POINTER);
        add("live_claim_within", LiveCalls.class, int.class, long.class, long.class, long.class, POINTER);
        add(
                "live_publish_within",
                LiveCalls.class,
                int.class,
                long.class,
                long.class,
                long.class,
                long.class,
                long.class);
        add(
                "live_push_within",
                LiveCalls.class,
                int.class,
                long.class,
                POINTER,
                long.class,
                long.class,
                long.class,
                long.class);
        add("live_discard", LiveCalls.class, int.class, long.class);
        add("arrow_records", ArrowCalls.class, int.class, POINTER, POINTER, long.class, POINTER, POINTER);
        add("arrow_stream", ArrowCalls.class, int.class, long.class, long.class, POINTER);
        add("plugin_register", PluginCalls.class, int.class, POINTER, POINTER);
    }

    /// One function: its name in the header and in the class that has it.
    record Entry(String name, MethodHandle handle) {}

    static List<Entry> entries() {
        return List.copyOf(new ApiTable().entries);
    }

    /// Bytes of the whole table.
    static long size() {
        return 2 * ValueLayout.JAVA_LONG.byteSize() + entries().size() * ValueLayout.ADDRESS.byteSize();
    }

    /// Fills `table`, whose host has room for its byte size, and writes how much of it is filled.
    static void fill(MemorySegment table) {
        Linker linker = Linker.nativeLinker();
        long at = 2 * ValueLayout.JAVA_LONG.byteSize();
        for (Entry entry : entries()) {
            if (at + ValueLayout.ADDRESS.byteSize() > table.byteSize()) {
                break;
            }
            table.set(ValueLayout.ADDRESS, at, stub(linker, entry));
            at += ValueLayout.ADDRESS.byteSize();
        }
        table.set(ValueLayout.JAVA_LONG, 0, at);
        table.set(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG.byteSize(), ABI);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment stub(Linker linker, Entry entry) {
        return linker.upcallStub(entry.handle(), descriptor(entry.handle().type()), Arena.global());
    }

    private static FunctionDescriptor descriptor(MethodType type) {
        var parameters =
                type.parameterList().stream().map(ApiTable::layout).toArray(java.lang.foreign.MemoryLayout[]::new);
        return FunctionDescriptor.of(layout(type.returnType()), parameters);
    }

    private static ValueLayout layout(Class<?> type) {
        if (type == int.class) {
            return ValueLayout.JAVA_INT;
        }
        if (type == long.class) {
            return ValueLayout.JAVA_LONG;
        }
        if (type == MemorySegment.class) {
            return ValueLayout.ADDRESS;
        }
        throw new IllegalArgumentException("no type of the C interface: " + type);
    }

    private void add(String name, Class<?> owner, Class<?> returned, Class<?>... parameters) {
        try {
            entries.add(new Entry(name, LOOKUP.findStatic(owner, name, MethodType.methodType(returned, parameters))));
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(owner + " has no function " + name, missing);
        }
    }
}

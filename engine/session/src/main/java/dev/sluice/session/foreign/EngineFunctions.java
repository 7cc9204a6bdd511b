package dev.sluice.session.foreign;

import dev.sluice.chunk.Loss;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.Tally;
import dev.sluice.session.foreign.PluginLayout.OfCall;
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

/// What a function of a native plugin calls back: room, losses and notes. Confined to the worker's thread.
///
/// No exception crosses: it is kept, and thrown when the plugin has returned.
final class EngineFunctions {
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final int REFUSED = -1;

    private final NativeCall call;
    private final PluginContext context;
    private final Arena arena;
    private final List<Note> notes = new ArrayList<>();
    private Throwable pending;

    /// A counter that the plugin writes, and what it counts for.
    private record Note(MemorySegment counter, Tally tally) {}

    /// Their code lives as long as `arena`.
    EngineFunctions(NativeCall call, PluginContext context, Arena arena) {
        this.call = call;
        this.context = context;
        this.arena = arena;
    }

    /// Writes their addresses into the struct that the plugin is handed.
    void write(MemorySegment struct) {
        Class<?> number = long.class;
        struct.set(
                ValueLayout.ADDRESS, OfCall.ROOM, stub("room", MethodType.methodType(number, number, number, number)));
        struct.set(
                ValueLayout.ADDRESS,
                OfCall.LOST,
                stub("lost", MethodType.methodType(int.class, number, number, number, number)));
        struct.set(ValueLayout.ADDRESS, OfCall.NOTE, stub("note", MethodType.methodType(number, number, number)));
    }

    @SuppressWarnings("restricted")
    private MemorySegment stub(String name, MethodType type) {
        try {
            MethodHandle handle =
                    LOOKUP.findVirtual(EngineFunctions.class, name, type).bindTo(this);
            var parameters = type.parameterList().stream().map(each -> NUMBER).toArray(ValueLayout[]::new);
            FunctionDescriptor descriptor =
                    FunctionDescriptor.of(type.returnType() == int.class ? ValueLayout.JAVA_INT : NUMBER, parameters);
            return Linker.nativeLinker().upcallStub(handle, descriptor, arena);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("no function " + name, missing);
        }
    }

    /// Room for records of an output: its address, 0 if there is none.
    private long room(long struct, long output, long count) {
        try {
            if (output < 0 || output >= call.outputCount() || count < 0) {
                throw new NativePluginException("there is no room for count=" + Long.toUnsignedString(count)
                        + " records of output=" + Long.toUnsignedString(output) + "; the plugin has "
                        + call.outputCount() + " outputs, counted from 0");
            }
            return call.room((int) output, count);
        } catch (Throwable failure) {
            keep(failure);
            return 0;
        }
    }

    private int lost(long struct, long start, long end, long cause) {
        try {
            if (call.output() == null) {
                throw new IllegalStateException("what is lost is said in compute only");
            }
            String words = ForeignText.at("cause of sluice_plugin_lost", cause, CallMemory.WORDS_BYTES);
            call.output().lost(new Loss(start, end, words));
            return 0;
        } catch (Throwable failure) {
            keep(failure);
            return REFUSED;
        }
    }

    /// A counter for a note of the run: its address, 0 if there is none.
    private long note(long struct, long sentence) {
        try {
            String words = ForeignText.at("sentence of sluice_plugin_note", sentence, CallMemory.WORDS_BYTES);
            Note note = new Note(arena.allocate(NUMBER), context.tally(words));
            notes.add(note);
            return note.counter().address();
        } catch (Throwable failure) {
            keep(failure);
            return 0;
        }
    }

    private void keep(Throwable failure) {
        pending = pending == null ? failure : pending;
    }

    /// Throws what a function of the engine refused during the call; a plugin cannot pass over it.
    void throwPending() {
        Throwable failure = pending;
        pending = null;
        switch (failure) {
            case null -> {}
            case RuntimeException refused -> throw refused;
            case Error broken -> throw broken;
            default -> throw new IllegalStateException(failure);
        }
    }

    /// The counters count from 0 for a chunk.
    void beginChunk() {
        for (int i = 0; i < notes.size(); i++) {
            notes.get(i).counter().set(NUMBER, 0, 0);
        }
    }

    /// What was counted in the chunk counts in the run.
    void keepNotes() {
        for (int i = 0; i < notes.size(); i++) {
            notes.get(i).tally().add(Math.max(0, notes.get(i).counter().get(NUMBER, 0)));
        }
    }
}

package dev.sluice.session.foreign;

import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Requirements;
import dev.sluice.session.foreign.PluginLayout.OfCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Asks a native plugin how far it looks, with the settings of a run. Stateless.
final class HaloCall {
    private HaloCall() {}

    /// What the plugin asks for, with the halo that its function says.
    ///
    /// @throws IllegalArgumentException if the function refuses, or a halo is negative
    static Requirements of(NativeDescription description, OptionValues options, Requirements asked) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment call = arena.allocate(PluginLayout.CALL_BYTES, Long.BYTES);
            MemorySegment words = arena.allocate(CallMemory.WORDS_BYTES);
            CallMemory.settings(description, options::get, call, arena);
            call.set(ValueLayout.JAVA_LONG, OfCall.SIZE, PluginLayout.CALL_BYTES);
            call.set(ValueLayout.ADDRESS, OfCall.WORDS, words);
            call.set(ValueLayout.JAVA_LONG, OfCall.WORDS_ROOM, words.byteSize());
            MemorySegment before = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment after = arena.allocate(ValueLayout.JAVA_LONG);
            before.set(ValueLayout.JAVA_LONG, 0, asked.haloLeft());
            after.set(ValueLayout.JAVA_LONG, 0, asked.haloRight());
            InsidePlugin thread = InsidePlugin.here();
            thread.enter();
            int code;
            try {
                code = description.functions().halo(call.address(), before, after);
            } finally {
                thread.leave();
            }
            if (code != 0) {
                throw new IllegalArgumentException("plugin " + description.name() + ": "
                        + NativePlugin.failed("halo", code, words).getMessage());
            }
            return asked.halo(before.get(ValueLayout.JAVA_LONG, 0), after.get(ValueLayout.JAVA_LONG, 0));
        }
    }
}

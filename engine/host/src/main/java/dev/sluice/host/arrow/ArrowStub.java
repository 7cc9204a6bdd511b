package dev.sluice.host.arrow;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/// The addresses of functions that readers of Arrow call. They stay until the process ends. Stateless.
final class ArrowStub {
    private ArrowStub() {}

    /// The address of the static function `name` of the class that looks it up.
    @SuppressWarnings("restricted")
    static MemorySegment of(MethodHandles.Lookup own, String name, FunctionDescriptor descriptor) {
        try {
            return Linker.nativeLinker()
                    .upcallStub(
                            own.findStatic(own.lookupClass(), name, descriptor.toMethodType()),
                            descriptor,
                            Arena.global());
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("there is no function " + name, missing);
        }
    }
}

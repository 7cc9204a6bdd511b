package dev.sluice.session.foreign;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The functions of a plugin, called on the thread that asks. Addresses are numbers here, so that a call allocates
/// nothing. Immutable.
///
/// @param user    what `create` and `halo` are handed
/// @param create  makes the state of a worker; 0 if there is none
/// @param compute computes a chunk
/// @param reset   forgets what was learnt; 0 if there is none
/// @param destroy frees the state; 0 if there is none
/// @param halo    how far a plugin looks; 0 if there is none
record NativeFunctions(long user, long create, long compute, long reset, long destroy, long halo) {
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt CODE = ValueLayout.JAVA_INT;
    private static final MethodHandle CREATE = handle(FunctionDescriptor.of(CODE, NUMBER, NUMBER, NUMBER));
    private static final MethodHandle COMPUTE = handle(FunctionDescriptor.of(CODE, NUMBER, NUMBER));
    private static final MethodHandle DESTROY = handle(FunctionDescriptor.ofVoid(NUMBER));
    private static final MethodHandle HALO = handle(FunctionDescriptor.of(CODE, NUMBER, NUMBER, NUMBER, NUMBER));

    @SuppressWarnings("restricted")
    private static MethodHandle handle(FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(descriptor);
    }

    /// Makes a state, whose address is written to `state`.
    int create(long call, MemorySegment state) {
        if (create == 0) {
            state.set(NUMBER, 0, user);
            return 0;
        }
        try {
            return (int) CREATE.invokeExact(MemorySegment.ofAddress(create), user, call, state.address());
        } catch (Throwable impossible) {
            throw thrown(impossible);
        }
    }

    /// Calls `compute`, or for another function that takes the same, `function`.
    static int call(MemorySegment function, long state, long call) {
        try {
            return (int) COMPUTE.invokeExact(function, state, call);
        } catch (Throwable impossible) {
            throw thrown(impossible);
        }
    }

    void destroy(long state) {
        if (destroy != 0) {
            try {
                DESTROY.invokeExact(MemorySegment.ofAddress(destroy), state);
            } catch (Throwable impossible) {
                throw thrown(impossible);
            }
        }
    }

    int halo(long call, MemorySegment before, MemorySegment after) {
        try {
            return (int) HALO.invokeExact(MemorySegment.ofAddress(halo), user, call, before.address(), after.address());
        } catch (Throwable impossible) {
            throw thrown(impossible);
        }
    }

    /// A downcall throws nothing itself, but the JVM may, such as for a full stack.
    private static RuntimeException thrown(Throwable thrown) {
        switch (thrown) {
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            default -> throw new AssertionError("a downcall throws nothing checked", thrown);
        }
    }
}

package dev.sluice.kernels;

import java.lang.foreign.MemorySegment;

/// Whether this JVM lets the library use native memory by address, which every kernel does. Stateless; for any thread.
///
/// A JDK that denies it says so with an exception in the middle of a class; here it is a sentence with the remedy.
public final class NativeAccess {
    private NativeAccess() {}

    /// Returns if native access is allowed.
    ///
    /// @throws IllegalStateException if it is denied; the message names the option of the JVM
    public static void require() {
        String obstacle = obstacle();
        if (obstacle != null) {
            throw new IllegalStateException(obstacle);
        }
    }

    /// Why native access is denied, with the remedy; null if it is allowed.
    @SuppressWarnings("restricted")
    static String obstacle() {
        try {
            MemorySegment.NULL.reinterpret(1);
            return null;
        } catch (IllegalCallerException denied) {
            Module caller = NativeAccess.class.getModule();
            String name = caller.isNamed() ? caller.getName() : "ALL-UNNAMED";
            return "kernels may not use native memory: native access is denied in this JVM; start it with"
                    + " --enable-native-access=" + name;
        }
    }
}

package dev.sluice.kernels;

/// The kernels that this process computes with, chosen once, on first use; safe from any thread.
///
/// `-Dsluice.kernels=auto|vector|scalar` chooses the provider: `auto` takes vectors where the JVM and the machine offer
/// them. `-Dsluice.kernels.width=auto|128|256|512` chooses the vector width in bits: `auto` takes the machine's widest.
/// What is forced and cannot be had is an error, at every call, never a silent substitute; a width beyond the machine's
/// is refused, since it would be emulated and slower than scalar code. Where the JVM denies native access
/// (`--illegal-native-access=deny` without `--enable-native-access`), no kernel works, and every call says so.
///
/// `-Dsluice.kernels.specialize=true` lets the peak and charge kernel make a copy of its loop for each layout that
/// computes more than 200,000 records, in which strides and windows are constants: half the time for int16 records in
/// the cache, less gain for others. A daemon thread compiles it, a second or two as a rule, 30 s at most; it ends
/// within 10 s of the last call. Without the property no kernel starts a thread. `./sluice run` leaves it out: from
/// files the copy costs more than it gives.
///
/// A kernel holds the memory that it works on open for the length of a call, at about 80 ns: a thread that closes its
/// arena meanwhile gets an exception. `-Dsluice.kernels.hold=off` leaves that out, for a process that closes no memory
/// before its kernels have returned; the engine itself never does. `./sluice` sets it, unless it runs plugins of others
/// (`--plugins`), and starts earlier.
public final class Kernels {

    private static volatile String preference;

    private Kernels() {}

    /// The chosen provider; fails with `IllegalStateException` if the choice cannot be honoured.
    public static KernelProvider provider() {
        return Chosen.CHOICE.provider();
    }

    /// The scalar provider, whatever was chosen: the reference that results are verified against.
    public static KernelProvider scalar() {
        return KernelProvider.SCALAR;
    }

    /// `vector` or `scalar`.
    public static String name() {
        return provider().name();
    }

    /// Bits worked on at once: the vector width, or 64 for scalar loops.
    public static int width() {
        return provider().width();
    }

    /// Why this provider was chosen, in one sentence for a log or a report.
    public static String reason() {
        return Chosen.CHOICE.reason();
    }

    /// Has scalar loops chosen where no property asks for others, for this `reason`: in a process that computes
    /// little, vector loops would run before they are compiled, when they are slower than their scalar twins by a
    /// hundred times. The results are the same. Without effect once the choice was made, at the first use of a kernel.
    public static void preferScalar(String reason) {
        preference = reason;
    }

    /// Deferred so that the choice is made on first use, and logged once.
    private static final class Chosen {
        static final KernelChoice CHOICE = choice();

        static {
            CHOICE.logFallback();
        }

        private static KernelChoice choice() {
            String denied = NativeAccess.obstacle();
            return denied == null
                    ? KernelChoice.make(System::getProperty, preference, VectorOffer.ofThisMachine())
                    : KernelChoice.denied(denied);
        }
    }
}

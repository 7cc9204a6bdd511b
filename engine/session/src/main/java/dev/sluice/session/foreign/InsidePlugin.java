package dev.sluice.session.foreign;

/// Whether a thread is inside of a function of a native plugin: what waits for the run to go on must not be called
/// there.
///
/// Of one thread, which alone uses it.
public final class InsidePlugin {
    private static final ThreadLocal<InsidePlugin> OF_THREAD = ThreadLocal.withInitial(InsidePlugin::new);

    private int depth;

    private InsidePlugin() {}

    /// That of the calling thread.
    static InsidePlugin here() {
        return OF_THREAD.get();
    }

    /// Whether the calling thread is inside of one.
    public static boolean isHere() {
        return here().depth > 0;
    }

    void enter() {
        depth++;
    }

    void leave() {
        depth--;
    }
}

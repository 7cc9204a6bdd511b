package dev.sluice.session;

/// Which memory is used up, and what helps: the JVM throws one class of error for the heap, threads and native memory.
final class ExhaustedMemory {
    private ExhaustedMemory() {}

    /// The sentence for the user.
    static String message(OutOfMemoryError error) {
        String cause = String.valueOf(error.getMessage());
        if (cause.contains("native thread")) {
            return "the system gives this process no more threads (" + cause
                    + "); raise the limit (ulimit -u, or pids.max of the container), or take fewer with --workers";
        }
        if (cause.contains("Java heap space") || cause.contains("GC overhead") || cause.contains("array size")) {
            return "the Java heap is full (" + cause + "); raise it with SLUICE_JAVA_OPTIONS=-Xmx" + larger()
                    + "m, or take smaller chunks with --chunk-records where they hold more than one record";
        }
        if (cause.contains("Metaspace") || cause.contains("class space")) {
            return "the JVM has no room for more classes (" + cause
                    + "); raise it with SLUICE_JAVA_OPTIONS=-XX:MaxMetaspaceSize=256m";
        }
        if (cause.contains("direct buffer memory")) {
            return "the JVM may take no more memory outside of its heap (" + cause + "); raise the limit with"
                    + " SLUICE_JAVA_OPTIONS=-XX:MaxDirectMemorySize=" + larger() + "m, or take less with --memory";
        }
        return "the system gives this process no more native memory (" + cause
                + "); raise the limit (ulimit -v, or memory.max of the container), or take less with --memory";
    }

    /// Four times what the heap may take now, in MiB.
    private static long larger() {
        return Math.max(1024, 4 * (Runtime.getRuntime().maxMemory() >> 20));
    }
}

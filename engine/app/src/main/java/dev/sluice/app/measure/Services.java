package dev.sluice.app.measure;

import java.util.ServiceLoader;

/// What may be on the class path beside the application. Stateless.
public final class Services {
    private Services() {}

    /// The benchmarks.
    ///
    /// @throws IllegalStateException if they are not on the class path
    public static Measurements measurements() {
        return ServiceLoader.load(Measurements.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the benchmarks are not on the class path;"
                        + " start this command with ./sluice, which builds them, or add benchmarks/target"));
    }
}

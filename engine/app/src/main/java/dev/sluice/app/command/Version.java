package dev.sluice.app.command;

import dev.sluice.kernels.Kernels;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: Sluice, the JVM, and the kernels that it computes with here.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "sluice " + number(),
            "Java " + Runtime.version(),
            "kernels " + Kernels.name() + ", " + Kernels.width() + " bits"
        };
    }

    /// The version that the jar was built as; `development` where the classes are not in a jar.
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

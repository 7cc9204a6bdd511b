package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Numpy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Programs in Python that use the package of the checkout.
final class PythonProgram {
    private PythonProgram() {}

    /// The command that runs it, not started yet.
    static ProcessBuilder of(Path script, String... words) {
        List<String> command = new ArrayList<>(List.of("python3", "-B", script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder python = new ProcessBuilder(command);
        python.environment().put("PYTHONPATH", HostProgram.PYTHON.toString());
        return python;
    }

    /// Runs the tests of `program`, all of them or those of the classes `topics`: one runs at least, and none fails.
    /// Skipped where there is no numpy.
    static HostProgram.Outcome test(Path folder, String program, String... topics) throws Exception {
        Numpy.require(folder);
        HostProgram.Outcome outcome = HostProgram.withEngine(of(HostProgram.SOURCES.resolve(program), topics), folder)
                .requireGood();
        assertTrue(outcome.err().matches("(?s).*\nRan [1-9]\\d* tests? in .*\nOK\\b.*"), outcome::err);
        return outcome;
    }
}

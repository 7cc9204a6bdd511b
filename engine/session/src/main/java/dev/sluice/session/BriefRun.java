package dev.sluice.session;

import dev.sluice.formats.npy.NpySource;
import dev.sluice.kernels.Kernels;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.session.input.InputSelection;

/// A run of so few bytes that it ends before vector loops are compiled: scalar kernels compute it sooner. Stateless.
///
/// Measured from file to file on two cores: 2000 fragments take 0.39 s instead of 0.49, 200,000 as long either way,
/// and waveforms of 800 samples gain up to 0.1 GB. Only the process that `./sluice` starts may choose for itself, as
/// kernels are chosen once: the launcher says so by `-Dsluice.kernels.brief=true`.
final class BriefRun {
    /// Whether this process chooses.
    static final String PROPERTY = "sluice.kernels.brief";

    /// Bytes of input below which a run is brief.
    static final long MOST = 32 << 20;

    private BriefRun() {}

    /// Has scalar kernels chosen if there is little input, and nothing else is asked for; before the first kernel is
    /// made.
    static void prepare(InputSelection input) {
        if (Boolean.getBoolean(PROPERTY) && isBrief(input)) {
            Kernels.preferScalar("the run is too short for vectors to be compiled");
        }
    }

    /// Whether it is known that there are so few bytes of records, in a file that is read with others too.
    static boolean isBrief(InputSelection input) {
        if (input.records().isEmpty()) {
            return false;
        }
        long left = MOST;
        for (SourcePlugin source : input.sources()) {
            long records = source instanceof NpySource file
                    ? file.recordCount()
                    : input.records().getAsLong();
            long size = source.spec().type().size();
            if (records >= left / size) {
                return false;
            }
            left -= records * size;
        }
        return true;
    }
}

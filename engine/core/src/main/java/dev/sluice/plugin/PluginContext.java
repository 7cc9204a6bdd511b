package dev.sluice.plugin;

import dev.sluice.record.RecordType;
import dev.sluice.record.WorkingMemory;

/// What a plugin may ask about the run it works for. One per worker; used by that worker.
public interface PluginContext {
    /// The run.
    String runId();

    /// The value of one of the plugin's own options.
    ///
    /// @throws IllegalArgumentException if the plugin did not declare it
    <T> T get(Option<T> option);

    /// The type of the records of a dependency.
    RecordType inputType(String dataType);

    /// The type of the records of the first dependency.
    RecordType inputType();

    /// The type of the records that this plugin provides.
    RecordType outputType();

    /// What becomes of what cannot be computed. A plugin that throws loses the chunk under [FailurePolicy#SKIP]; one
    /// that can leave out single records does so then, and [says which][ChunkOutput#lost].
    FailurePolicy failurePolicy();

    /// A counter for one sentence about the run, for what is not wrong enough to fail: values that are NaN, say.
    ///
    /// The sum over all workers takes the place of the noun in braces: `no baseline in {records}: charge is NaN there`
    /// becomes `no baseline in 3 records: …`, or `in 1 record`. The sentence stands once in the notes of the run's
    /// summary, after the name of the data, unless the sum is 0. To be called in [StreamingPlugin#prepare], or once
    /// for what only data show, not per chunk.
    ///
    /// @throws IllegalArgumentException if the sentence has not exactly one noun in braces, which ends in s
    Tally tally(String sentence);

    /// Where the plugin takes off-heap memory from that counts in the budget of the run: what [StreamingPlugin#prepare]
    /// makes keeps it, as an arena or a [dev.sluice.record.WorkingBuffer], and closes it.
    WorkingMemory memory();

    /// What [StreamingPlugin#prepare] made for this worker.
    <T> T prepared(Class<T> kind);
}

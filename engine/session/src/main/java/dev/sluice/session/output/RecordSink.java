package dev.sluice.session.output;

import dev.sluice.record.Records;
import java.util.List;

/// Takes the records of a run, in order; for one thread. Closed without a commit, it leaves nothing.
public interface RecordSink extends AutoCloseable {
    /// Takes records, whose memory is valid during the call only.
    void accept(Records records);

    /// Makes final what was taken.
    void commit();

    /// Records taken.
    long records();

    /// Bytes written.
    long bytes();

    /// What was found in the fields; empty if the records are written instead.
    List<FieldStatistics> statistics();

    @Override
    void close();
}

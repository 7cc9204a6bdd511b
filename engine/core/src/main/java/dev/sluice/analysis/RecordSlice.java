package dev.sluice.analysis;

import dev.sluice.record.RecordType;
import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;

/// Shows some of other records, again and again, without a new object each time. Of one thread; valid as long as the
/// others are.
public final class RecordSlice {
    private final RecordWindow window;
    private final int size;

    /// Shows records of that type, none yet.
    public RecordSlice(RecordType type) {
        window = new RecordWindow(type);
        size = type.size();
    }

    /// The records from `from` to `to` of `whole`; until the next call.
    public Records of(Records whole, long from, long to) {
        window.rebind(whole.segment(), whole.byteOffset() + from * size, to - from);
        return window.records();
    }
}

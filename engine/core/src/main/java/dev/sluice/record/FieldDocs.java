package dev.sluice.record;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the fields of a type hold, by their names. Immutable.
///
/// ```java
/// RecordType type = RecordType.of("time:<i8", "peak:<f4").instantaneous().documented(FieldDocs.CUSTOMARY
///         .with("peak", "ADC counts", "greatest less least sample of peak_range", "NaN without a sample there"));
/// ```
public final class FieldDocs {
    /// No fields.
    public static final FieldDocs NONE = new FieldDocs(Map.of());

    private static final String NEVER = "never missing";

    /// The fields that all types have in common: `time`, `endtime`, `length`, `dt`, `board`, `channel`.
    public static final FieldDocs CUSTOMARY = NONE.with("time", FieldDoc.TIME, "start of the record", NEVER)
            .with("endtime", FieldDoc.TIME, "first instant after the record", NEVER)
            .with("length", "samples", "number of valid samples", NEVER)
            .with("dt", FieldDoc.TIME, "time from one sample to the next", NEVER)
            .with("board", "index", "number of the digitiser board", "0 where the input has no boards")
            .with("channel", "index", "number of the channel on its board", "0 where the input has no channels");

    /// The fields that waveforms have besides, as inputs name them.
    public static final FieldDocs WAVEFORM = CUSTOMARY
            .with(
                    "wave",
                    "ADC counts",
                    "samples, of which the first length are valid",
                    "samples after length mean nothing")
            .with(
                    "data",
                    "ADC counts",
                    "samples, of which the first length are valid",
                    "samples after length mean nothing")
            .with("baseline", "ADC counts", "level of the samples without a pulse", "NaN where it is not known");

    private final Map<String, FieldDoc> docs;

    private FieldDocs(Map<String, FieldDoc> docs) {
        this.docs = docs;
    }

    /// These and one more, in the place of one of that name.
    public FieldDocs with(String name, String unit, String meaning, String missing) {
        return with(name, new FieldDoc(unit, meaning, missing));
    }

    /// These and one more, in the place of one of that name.
    public FieldDocs with(String name, FieldDoc doc) {
        Map<String, FieldDoc> more = new LinkedHashMap<>(docs);
        more.put(name, doc);
        return new FieldDocs(more);
    }

    /// These, and of `others` those of other names.
    public FieldDocs or(FieldDocs others) {
        Map<String, FieldDoc> more = new LinkedHashMap<>(docs);
        others.docs.forEach(more::putIfAbsent);
        return new FieldDocs(more);
    }

    /// What the field of that name holds; [FieldDoc#UNKNOWN] if it is not known.
    public FieldDoc of(String name) {
        return docs.getOrDefault(name, FieldDoc.UNKNOWN);
    }
}

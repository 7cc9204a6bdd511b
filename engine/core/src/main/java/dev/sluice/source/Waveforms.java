package dev.sluice.source;

import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;

/// The type of data that sources of waveforms provide.
public final class Waveforms {
    /// The name under which sources provide waveforms.
    public static final String DATA_TYPE = "st_waveforms_stream";

    private static final int SAMPLES_PLACE = 32;

    private Waveforms() {}

    /// Records of up to `samples` samples of type `sampleType` (`<i2`, `<u2` or `<f4`): 32 bytes of header, then the
    /// wave, so that waves stay aligned whenever the samples fill whole vectors.
    ///
    /// `time` and `endtime` are in ns (the end rounded up where the sampling period is a fraction), `dt` is the
    /// sampling period in ns, `length` the number of valid samples, `event` the counter of the digitiser.
    public static RecordType type(String sampleType, int samples) {
        RecordType type = RecordType.builder()
                .field("time", "<i8")
                .field("endtime", "<i8")
                .field("dt", "<f4")
                .field("length", "<i4")
                .field("channel", "<i2")
                .field("board", "<i2")
                .field("event", "<u4")
                .field("wave", sampleType, samples)
                .build()
                .documented(FieldDocs.WAVEFORM
                        .with("time", "time", "start of the waveform", "never missing")
                        .with(
                                "endtime",
                                "time",
                                "first instant after the waveform, rounded up where dt is a fraction",
                                "never missing")
                        .with("event", "index", "counter of the digitiser's events", "never missing"));
        assert type.field("wave").offset() == SAMPLES_PLACE : "the header of a waveform is 32 bytes";
        return type;
    }
}

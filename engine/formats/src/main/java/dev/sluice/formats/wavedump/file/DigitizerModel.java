package dev.sluice.formats.wavedump.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The CAEN digitizer families and their clocks. Immutable.
///
/// Sampling periods, bit widths and sample kinds are those of `GetMoreBoardInfo` in WaveDump 3.10.0. The tag clocks
/// come from CAEN's user manuals where these could be consulted: x724 and its siblings from UM3247 (100 MHz), x725 and
/// x730 from UM3148 (125 MHz). Not verified against a manual, but as commonly used: 8 ns for x720, x721, x731, x740,
/// x751 and x761; 8.53 ns for x742; and everything about x743, which CAEN's own WaveDump refuses. The tag of the event
/// header has 31 bits and a roll-over flag (same manuals); binary x742 files carry it too, not the 30-bit tag of a
/// group. `dt_ns` and `clock_ns` override whatever stands here.
public enum DigitizerModel {
    /// 14 bits, 100 MS/s.
    X724(724, 10, 10, 14, SampleKind.UNSIGNED_16),
    /// As x724, with pulse-height firmware.
    X780(780, 10, 10, 14, SampleKind.UNSIGNED_16),
    /// As x724, with pulse-height firmware.
    X781(781, 10, 10, 14, SampleKind.UNSIGNED_16),
    /// As x724, with pulse-height firmware.
    X782(782, 10, 10, 14, SampleKind.UNSIGNED_16),
    /// 12 bits, 250 MS/s.
    X720(720, 4, 8, 12, SampleKind.UNSIGNED_16),
    /// 8 bits, 500 MS/s.
    X721(721, 2, 8, 8, SampleKind.UNSIGNED_8),
    /// 8 bits, 500 MS/s, or 1 GS/s with two converters interleaved.
    X731(731, 2, 8, 8, SampleKind.UNSIGNED_8),
    /// 14 bits, 250 MS/s.
    X725(725, 4, 8, 14, SampleKind.UNSIGNED_16),
    /// 14 bits, 500 MS/s.
    X730(730, 2, 8, 14, SampleKind.UNSIGNED_16),
    /// 12 bits, 62.5 MS/s, 32 or 64 channels in groups of eight.
    X740(740, 16, 8, 12, SampleKind.UNSIGNED_16),
    /// 12 bits, switched capacitors at up to 5 GS/s, groups of eight channels and a trigger input.
    X742(742, 0.2, 128.0 / 15.0, 12, SampleKind.FLOAT_32),
    /// 12 bits, switched capacitors at 3.2 GS/s.
    X743(743, 0.3125, 5, 12, SampleKind.FLOAT_32),
    /// 10 bits, 1 GS/s, or 2 GS/s with two converters interleaved.
    X751(751, 1, 8, 10, SampleKind.UNSIGNED_16),
    /// 10 bits, 4 GS/s.
    X761(761, 0.25, 8, 10, SampleKind.UNSIGNED_16);

    private static final Pattern NAME = Pattern.compile("(?:[A-Z]{1,2}[0-9]?|[0-9])?(7[0-9]{2})[A-Z]*");

    private final int number;
    private final double samplingPeriodNs;
    private final double tagClockNs;
    private final int sampleBits;
    private final SampleKind sampleKind;

    DigitizerModel(int number, double samplingPeriodNs, double tagClockNs, int sampleBits, SampleKind kind) {
        this.number = number;
        this.samplingPeriodNs = samplingPeriodNs;
        this.tagClockNs = tagClockNs;
        this.sampleBits = sampleBits;
        this.sampleKind = kind;
    }

    /// The family's three digits, such as 751.
    public int number() {
        return number;
    }

    /// Time between two samples at the highest rate, in ns; see
    /// [dev.sluice.formats.wavedump.WaveDumpConfiguration#samplingPeriodNs] for settings.
    public double samplingPeriodNs() {
        return samplingPeriodNs;
    }

    /// Length of one tick of the trigger time tag, in ns.
    public double tagClockNs() {
        return tagClockNs;
    }

    /// Resolution of the converter in bits.
    public int sampleBits() {
        return sampleBits;
    }

    /// How WaveDump stores a sample of this model.
    public SampleKind sampleKind() {
        return sampleKind;
    }

    /// Channels that one numbered section of the configuration file speaks of: 8 where inputs come in groups, else 1.
    public int channelsPerSection() {
        return this == X740 || this == X742 ? 8 : 1;
    }

    /// The model meant by `751`, `x751`, `DT5751`, `V1751B`, …; empty when the text names none of this table.
    public static Optional<DigitizerModel> find(String text) {
        Matcher name = NAME.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!name.matches()) {
            return Optional.empty();
        }
        int wanted = Integer.parseInt(name.group(1));
        return Arrays.stream(values()).filter(model -> model.number == wanted).findFirst();
    }

    /// The model meant by `text`, as [#find], or an error that lists the known ones.
    public static DigitizerModel of(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException("unknown digitizer: model=" + text
                        + "; use one of "
                        + Arrays.stream(values())
                                .map(model -> Integer.toString(model.number))
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ", or set dt_ns and clock_ns"));
    }
}

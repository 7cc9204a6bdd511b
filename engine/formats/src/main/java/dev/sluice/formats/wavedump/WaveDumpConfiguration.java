package dev.sluice.formats.wavedump;

import dev.sluice.formats.RegularFile;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The settings of a `WaveDumpConfig.txt` that matter to a reader. Immutable once read.
///
/// The grammar is that of WaveDump's `ParseConfigFile`: `#` starts a comment, `[COMMON]`, `[0]`, `[TR0]` start
/// sections, `@OFF` to `@ON` is skipped, a setting is a word and its values, and the last setting wins. Two things go
/// beyond it: a line `Digitizer 751` names the model, also between `@OFF` and `@ON` (WaveDump itself would not know the
/// word), and `PULSE_POLARITY` in a numbered section holds for that section only. Lines that are not understood are
/// passed over.
public final class WaveDumpConfiguration {
    private static final int COMMON = -1;
    private static final int UNNUMBERED = -2;
    private static final double[] DRS4_PERIODS_NS = {0.2, 0.4, 1.0, 4.0 / 3.0};
    private static final Pattern SECTION = Pattern.compile("\\[\\s*(\\w+).*");
    private static final Pattern FILE_MODEL = Pattern.compile("(?i)WaveDumpConfig_(X7\\d\\d)\\.txt");

    private final Path file;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<Integer, PulsePolarity> polarities = new HashMap<>();
    private String modelName;

    private WaveDumpConfiguration(Path file) {
        this.file = file;
    }

    /// Reads `file`; empty where there is none. The text may be in any encoding that contains ASCII.
    public static Optional<WaveDumpConfiguration> read(Path file) throws IOException {
        try {
            return Optional.of(parse(file, Files.readAllLines(RegularFile.require(file), StandardCharsets.ISO_8859_1)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    /// Reads the settings from `lines`; `file` is kept for messages and for a model in its name (`…_X742.txt`).
    public static WaveDumpConfiguration parse(Path file, List<String> lines) {
        WaveDumpConfiguration configuration = new WaveDumpConfiguration(file);
        int section = COMMON;
        boolean off = false;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            String key = words[0].toUpperCase(Locale.ROOT);
            if (key.equals("@OFF") || key.equals("@ON")) {
                off = key.equals("@OFF");
            } else if (key.startsWith("[") && !off) {
                section = section(line.strip(), section);
            } else if (words.length > 1 && !key.startsWith("#")) {
                configuration.set(key, words[1], section, off);
            }
        }
        return configuration;
    }

    /// The file that the settings came from.
    public Path file() {
        return file;
    }

    /// The digitizer: from a `Digitizer` line, from the file's name, or x742 where only that has the settings in use.
    public Optional<DigitizerModel> model() {
        if (modelName != null) {
            return DigitizerModel.find(modelName);
        }
        Matcher name = FILE_MODEL.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
            return DigitizerModel.find(name.group(1));
        }
        return settings.containsKey("DRS4_FREQUENCY") ? Optional.of(DigitizerModel.X742) : Optional.empty();
    }

    /// Samples that were asked for per event; digitizers round it, so events may hold a few more.
    public OptionalInt recordLength() {
        return positive("RECORD_LENGTH");
    }

    /// Part of the record after the trigger, in percent.
    public OptionalInt postTriggerPercent() {
        return number("POST_TRIGGER");
    }

    /// Whether the files are binary; empty where the file does not say so (WaveDump then writes text).
    public Optional<Boolean> binary() {
        return choice("OUTPUT_FILE_FORMAT", "BINARY", "ASCII");
    }

    /// Whether each event has a header; empty where the file does not say so (WaveDump then writes none).
    public Optional<Boolean> header() {
        return choice("OUTPUT_FILE_HEADER", "YES", "NO");
    }

    /// The pulse polarity of a channel: of its own section (on x740 and x742, of its group of eight), else the common
    /// one.
    public Optional<PulsePolarity> polarity(int channel) {
        int section = channel / model().map(DigitizerModel::channelsPerSection).orElse(1);
        return Optional.ofNullable(polarities.getOrDefault(section, polarities.get(COMMON)));
    }

    /// The time between two samples of `model` under these settings, in ns.
    ///
    /// Decimation (x724 family, x740) lengthens it, DES mode (x731, x751) halves it, `DRS4_FREQUENCY` chooses it on the
    /// x742 from 0.2, 0.4, 1 and 1.333 ns. Source: `GetMoreBoardInfo` of WaveDump 3.10.0, and its plot's time axis.
    public double samplingPeriodNs(DigitizerModel model) {
        double period = model.samplingPeriodNs();
        switch (model) {
            case X724, X740, X780, X781, X782:
                return period * positive("DECIMATION_FACTOR").orElse(1);
            case X731, X751:
                return choice("ENABLE_DES_MODE", "YES", "NO").orElse(false) ? period / 2 : period;
            case X742:
                int frequency = number("DRS4_FREQUENCY").orElse(0);
                return frequency >= 0 && frequency < DRS4_PERIODS_NS.length ? DRS4_PERIODS_NS[frequency] : period;
            default:
                return period;
        }
    }

    private void set(String key, String value, int section, boolean off) {
        if (key.equals("DIGITIZER")) {
            modelName = value;
        }
        if (off) {
            return;
        }
        settings.put(key, value.toUpperCase(Locale.ROOT));
        if (key.equals("PULSE_POLARITY") && section != UNNUMBERED) {
            choice(key, "POSITIVE", "NEGATIVE")
                    .ifPresent(positive ->
                            polarities.put(section, positive ? PulsePolarity.POSITIVE : PulsePolarity.NEGATIVE));
        }
    }

    private static int section(String line, int current) {
        Matcher section = SECTION.matcher(line);
        if (!section.matches()) {
            return current;
        }
        String name = section.group(1).toUpperCase(Locale.ROOT);
        if (name.equals("COMMON")) {
            return COMMON;
        }
        return name.matches("\\d{1,4}") ? Integer.parseInt(name) : UNNUMBERED;
    }

    private OptionalInt number(String key) {
        try {
            return settings.containsKey(key)
                    ? OptionalInt.of(Integer.parseInt(settings.get(key)))
                    : OptionalInt.empty();
        } catch (NumberFormatException unreadable) {
            return OptionalInt.empty();
        }
    }

    private OptionalInt positive(String key) {
        OptionalInt number = number(key);
        return number.isPresent() && number.getAsInt() > 0 ? number : OptionalInt.empty();
    }

    private Optional<Boolean> choice(String key, String yes, String no) {
        String value = settings.getOrDefault(key, "");
        return value.equals(yes) || value.equals(no) ? Optional.of(value.equals(yes)) : Optional.empty();
    }
}

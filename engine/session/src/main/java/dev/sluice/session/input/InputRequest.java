package dev.sluice.session.input;

import dev.sluice.formats.InputSettings;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import dev.sluice.session.settings.SettingsRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a request says of its input: files, or the simulated detector. Immutable.
///
/// @param request the words
public record InputRequest(SessionRequest request) {
    private static final Set<SessionOption> OF_INPUT = EnumSet.of(
            SessionOption.FORMAT,
            SessionOption.INPUT_TYPE,
            SessionOption.RUN,
            SessionOption.WITH,
            SessionOption.SIM_RECORDS,
            SessionOption.SIM_SEED);

    /// Decides on the source.
    ///
    /// @throws UsageException if the options contradict each other or an input is missing
    public InputSelection select(InputSettings settings) {
        boolean chosen = InputFormats.named(request.value(SessionOption.FORMAT)).isPresent();
        List<String> named = request.inputs();
        if (named.isEmpty()) {
            if (chosen) {
                throw request.value(SessionOption.FORMAT).wrong("needs an INPUT; name a file or directory");
            }
            if (request.text(SessionOption.RUN) != null) {
                throw request.value(SessionOption.RUN).wrong("needs an INPUT; name a folder of runs");
            }
            if (request.text(SessionOption.INPUT_TYPE) != null) {
                throw request.value(SessionOption.INPUT_TYPE).wrong("needs an INPUT; name a .npy file");
            }
            if (!request.texts(SessionOption.WITH).isEmpty()) {
                throw new UsageException(
                        "--with=" + request.texts(SessionOption.WITH).get(0)
                                + " needs an INPUT beside it, as in hits.npy --with records.npy");
            }
            Long seed = request.value(SessionOption.SIM_SEED).whole(Long.MIN_VALUE, Long.MAX_VALUE);
            return InputSelection.simulated(records(), seed == null ? SessionOption.SIMULATED_SEED : seed);
        }
        if (request.text(SessionOption.SIM_RECORDS) != null || request.text(SessionOption.SIM_SEED) != null) {
            throw new UsageException((request.text(SessionOption.SIM_RECORDS) != null ? "--sim-records" : "--sim-seed")
                    + " goes with the simulated detector, but an INPUT is named: " + named.get(0)
                    + "; leave one of them out");
        }
        return select(named.stream().map(PathText::parse).toList(), settings);
    }

    /// The type of data that the input of a request holds: to be given on as it is.
    ///
    /// @throws UsageException if the options contradict each other or an input is missing
    public static String dataType(SessionRequest request) throws IOException {
        InputSettings settings = SourceSettings.of(new SettingsRequest(request).read(), FailurePolicy.SKIP, List.of());
        return new InputRequest(request).select(settings).source().spec().provides();
    }

    /// The source of files that the arguments do not name.
    ///
    /// @throws UsageException if they are not of one known format
    public InputSelection select(List<Path> files, InputSettings settings) {
        InputSettings asked = new InputSettings(
                settings.options(),
                settings.policy(),
                request.text(SessionOption.INPUT_TYPE),
                request.text(SessionOption.RUN),
                settings.targets(),
                settings.sources());
        InputSelection selected =
                InputSelection.files(files, InputFormats.of(files, request.value(SessionOption.FORMAT)), asked);
        for (String file : request.texts(SessionOption.WITH)) {
            Path path = PathText.parse(file);
            if (!InputFormats.of(List.of(path)).name().equals(InputFormats.NPY)) {
                throw new UsageException(
                        "--with=" + file + " is no .npy file; results of a run are read from .npy files");
            }
            selected = selected.with(path);
        }
        return selected;
    }

    /// Whether anything is said of the input: files are named, or what they are, or a simulation is asked for.
    public boolean isAsked() {
        return !request.inputs().isEmpty()
                || OF_INPUT.stream()
                        .filter(option -> option != SessionOption.WITH)
                        .anyMatch(option -> request.text(option) != null);
    }

    /// Refuses all that says what is read, where a host brings `source`.
    ///
    /// @throws UsageException if an input is named, or anything is said of one
    public void requireNone(String source) {
        boolean beside = !request.texts(SessionOption.WITH).isEmpty();
        if (isAsked() || beside) {
            String said = request.inputs().isEmpty()
                    ? String.join(
                            ", ",
                            request.values().keySet().stream()
                                    .filter(OF_INPUT::contains)
                                    .map(SessionOption::word)
                                    .toList())
                    : "input=" + request.inputs().get(0);
            throw new UsageException(
                    "the records come from " + source + ", but an input is asked for: " + said + "; leave it out");
        }
    }

    private long records() {
        if ("endless".equals(request.text(SessionOption.SIM_RECORDS))) {
            return InputSelection.ENDLESS;
        }
        Long records = request.value(SessionOption.SIM_RECORDS).whole(0, Long.MAX_VALUE);
        return records == null ? SessionOption.SIMULATED_RECORDS : records;
    }
}

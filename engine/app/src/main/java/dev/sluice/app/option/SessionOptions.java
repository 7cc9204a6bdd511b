package dev.sluice.app.option;

import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The options of a session as options of a command, which gives what it was called with as a request.
public final class SessionOptions {
    /// What is read where no input is named.
    public static final String SIMULATED = "a simulated detector";

    private static final SessionOption[] INPUT = {
        SessionOption.FORMAT,
        SessionOption.INPUT_TYPE,
        SessionOption.RUN,
        SessionOption.WITH,
        SessionOption.SIM_RECORDS,
        SessionOption.SIM_SEED
    };
    private static final SessionOption[] PROCESSING = {
        SessionOption.TARGET,
        SessionOption.CONFIG,
        SessionOption.SET,
        SessionOption.PLUGINS,
        SessionOption.TIME_RANGE,
        SessionOption.ON_ERROR,
        SessionOption.RUN_ID
    };
    private static final SessionOption[] SELECTION = {
        SessionOption.SELECT, SessionOption.COLUMNS, SessionOption.DROP_COLUMNS
    };
    private static final SessionOption[] ENGINE = {
        SessionOption.WORKERS,
        SessionOption.CHUNK_RECORDS,
        SessionOption.LATENCY,
        SessionOption.PROFILE,
        SessionOption.MEMORY,
        SessionOption.WAIT,
        SessionOption.PIN
    };

    private final Map<SessionOption, OptionSpec> specs = new EnumMap<>(SessionOption.class);
    private PositionalParamSpec inputs;

    /// The declaration of the inputs, which are the arguments of the command at `index`; `none` says what is read where
    /// there are none.
    public PositionalParamSpec inputs(String index, String none) {
        inputs = PositionalParamSpec.builder()
                .paramLabel("INPUT")
                .index(index)
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("Files or a folder of one format, as ./sluice formats lists them; none: " + none + ".")
                .build();
        return inputs;
    }

    /// What says what the inputs are.
    public OptionSpec[] input() {
        return specs(INPUT);
    }

    /// What says what is computed.
    public OptionSpec[] processing() {
        return specs(PROCESSING);
    }

    /// The same without the targets, which are arguments of the command.
    public OptionSpec[] processingWithoutTargets() {
        return specs(Arrays.copyOfRange(PROCESSING, 1, PROCESSING.length));
    }

    /// What says what is kept.
    public OptionSpec[] selection() {
        return specs(SELECTION);
    }

    /// What says with what means it is computed.
    public OptionSpec[] engine() {
        return specs(ENGINE);
    }

    /// The declarations of these options.
    public OptionSpec[] specs(SessionOption... options) {
        return Arrays.stream(options).map(option -> spec(option, option.help())).toArray(OptionSpec[]::new);
    }

    /// The declaration of an option that does something else in this command.
    public OptionSpec spec(SessionOption option, String help) {
        OptionSpec spec = switch (option.kind()) {
            case VALUE -> new ValueOption(option.word(), option.label(), help).spec();
            case LIST -> ValueOption.list(option.word(), option.label(), help);
            case FLAG -> ValueOption.flag(option.word(), help);
        };
        specs.put(option, spec);
        return spec;
    }

    /// What the command was called with.
    public SessionRequest request() {
        List<String> named = inputs == null ? null : inputs.getValue();
        Map<SessionOption, List<String>> values = new EnumMap<>(SessionOption.class);
        specs.forEach((option, spec) -> {
            switch (option.kind()) {
                case VALUE -> {
                    if (spec.getValue() != null) {
                        values.put(option, List.of(spec.<String>getValue()));
                    }
                }
                case LIST -> {
                    if (spec.getValue() != null) {
                        values.put(option, spec.getValue());
                    }
                }
                case FLAG -> {
                    if (ValueOption.isGiven(spec)) {
                        values.put(option, List.of());
                    }
                }
            }
        });
        return new SessionRequest(named == null ? List.of() : named, values);
    }
}

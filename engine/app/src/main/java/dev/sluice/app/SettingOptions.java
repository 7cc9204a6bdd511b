package dev.sluice.app;

import dev.sluice.context.Configuration;
import dev.sluice.context.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/// The options of a command that set options of plugins: a file, and `--set`.
final class SettingOptions {
    /// The variable of the environment that names a file where `--config` does not.
    static final String VARIABLE = "SLUICE_CONFIG";

    private final ValueOption config = new ValueOption(
            "--config",
            "FILE|none",
            "Set options of plugins as a file of TOML says (default: the file that " + VARIABLE
                    + " names; no other is looked for).");
    private final OptionSpec settings = ValueOption.list(
            "--set",
            "OPTION=VALUE",
            "Sets an option of all plugins that have it, or with PLUGIN.OPTION of one; ./sluice plugins lists them. May"
                    + " be given again and again.");

    /// The declarations.
    OptionSpec[] specs() {
        return new OptionSpec[] {config.spec(), settings};
    }

    /// What the file says and, after it, what `--set` says.
    ///
    /// @throws UsageException if the file is not there or not understood, or a setting has no value
    Configuration read() throws IOException {
        return read(System.getenv());
    }

    Configuration read(Map<String, String> environment) throws IOException {
        Optional<String> file = file(environment);
        Configuration ofFile =
                file.isPresent() ? ConfigurationFile.read(InputOptions.path(file.get())) : Configuration.EMPTY;
        return ofFile.with(Configuration.of(parse(ValueOption.values(settings))));
    }

    private Optional<String> file(Map<String, String> environment) {
        String named = config.text() == null ? environment.getOrDefault(VARIABLE, "") : config.text();
        if (config.text() != null && named.isBlank()) {
            throw config.wrong("names no file; give one, or none");
        }
        return named.isBlank() || named.equals("none") ? Optional.empty() : Optional.of(named);
    }

    /// Reads `option=value` each.
    ///
    /// @throws UsageException if one is not of that form
    private static List<Setting> parse(List<String> texts) {
        List<Setting> settings = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set " + text + " has no value; write --set option=value, for example"
                        + " --set peak_range=40:90");
            }
            settings.add(Setting.ofCommandLine(text.substring(0, equals).strip(), text.substring(equals + 1), "--set"));
        }
        return settings;
    }
}

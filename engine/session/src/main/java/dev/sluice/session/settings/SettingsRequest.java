package dev.sluice.session.settings;

import dev.sluice.context.Configuration;
import dev.sluice.context.Setting;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request sets options of plugins to: in a file, and one by one. Immutable.
///
/// @param request the words
public record SettingsRequest(SessionRequest request) {
    /// What the file says and, after it, what `--set` says.
    ///
    /// @throws UsageException if the file is not there or not understood, or a setting has no value
    public Configuration read() throws IOException {
        return read(System.getenv());
    }

    /// The same in an environment with these variables.
    public Configuration read(Map<String, String> environment) throws IOException {
        Optional<String> file = file(environment);
        Configuration ofFile =
                file.isPresent() ? ConfigurationFile.read(PathText.parse(file.get())) : Configuration.EMPTY;
        return ofFile.with(Configuration.of(parse(request.texts(SessionOption.SET))));
    }

    private Optional<String> file(Map<String, String> environment) {
        String named = request.text(SessionOption.CONFIG) == null
                ? environment.getOrDefault(SessionOption.VARIABLE, "")
                : request.text(SessionOption.CONFIG);
        if (request.text(SessionOption.CONFIG) != null && named.isBlank()) {
            throw request.value(SessionOption.CONFIG).wrong("names no file; give one, or none");
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

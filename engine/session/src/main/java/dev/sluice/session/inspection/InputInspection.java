package dev.sluice.session.inspection;

import dev.sluice.context.Configuration;
import dev.sluice.context.Setting;
import dev.sluice.context.SettingLayer;
import dev.sluice.formats.Format;
import dev.sluice.formats.InputSettings;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.session.catalogue.UsedOptions;
import dev.sluice.session.input.InputFormats;
import dev.sluice.session.input.InputRequest;
import dev.sluice.session.input.SourceSettings;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import dev.sluice.session.settings.SettingsRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Looks into the input that a request names. Stateless.
public final class InputInspection {
    private InputInspection() {}

    /// What is in the one input of the request, read in the format and with the settings that it names. Of an input
    /// above [Inspection#READ_AT_ONCE], all records are looked at only if `all` is set.
    ///
    /// @throws UsageException if not one input is named, or a setting is not for its source
    /// @throws dev.sluice.formats.FormatException if it is damaged
    public static Inspection of(SessionRequest request, boolean all) throws IOException {
        if (request.inputs().size() != 1) {
            throw new UsageException(
                    "one input is looked into, but " + request.inputs().size() + " are named; name one");
        }
        Path path = PathText.parse(request.inputs().get(0));
        Configuration configuration = new SettingsRequest(request).read();
        Format format = InputFormats.of(List.of(path), request.value(SessionOption.FORMAT));
        InputSettings wanted = SourceSettings.of(configuration, FailurePolicy.SKIP, List.of());
        return switch (format.name()) {
            case InputFormats.NPY -> {
                require(configuration, KnownPlugin.NPY);
                yield NpyInspection.of(path, all);
            }
            case InputFormats.WAVE_DUMP -> {
                require(configuration, KnownPlugin.WAVE_DUMP);
                yield WaveDumpInspection.of(path, wanted.options(), all);
            }
            default -> StreamInspection.of(path, format, new InputRequest(request).select(wanted), all);
        };
    }

    /// What a file sets must fit some plugin; what is set one by one must be an option of the source.
    private static void require(Configuration configuration, KnownPlugin source) {
        KnownPlugin.requireOptions(
                source,
                configuration.settings().stream()
                        .filter(setting -> setting.layer() == SettingLayer.COMMAND_LINE)
                        .map(Setting::option)
                        .toList());
        UsedOptions.requireFit(configuration, KnownPlugin.all());
    }
}

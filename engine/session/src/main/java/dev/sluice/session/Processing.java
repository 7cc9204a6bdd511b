package dev.sluice.session;

import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Configuration;
import dev.sluice.context.Context;
import dev.sluice.formats.InputSettings;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.NearestName;
import dev.sluice.record.TimeResolution;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.session.catalogue.NearestInputs;
import dev.sluice.session.catalogue.PluginCatalogue;
import dev.sluice.session.catalogue.SourceChannels;
import dev.sluice.session.catalogue.UsedOptions;
import dev.sluice.session.input.InputSelection;
import dev.sluice.session.input.SourceSettings;
import dev.sluice.session.output.StoreSelection;
import dev.sluice.session.request.RangeText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.Targets;
import dev.sluice.session.request.UsageException;
import dev.sluice.session.settings.SettingsRequest;
import dev.sluice.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// What is the same for all inputs of a request: targets, settings and plugins. Immutable; owns the catalogue, so it is
/// closed after every session of it.
///
/// @param request       the words
/// @param targets       the types of data
/// @param configuration what options are set to
/// @param catalogue     the plugins
/// @param store         where results are kept; null if nowhere
public record Processing(
        SessionRequest request,
        List<String> targets,
        Configuration configuration,
        PluginCatalogue catalogue,
        Store store)
        implements AutoCloseable {
    /// Reads what a request says of all inputs; no input is looked at.
    ///
    /// @throws UsageException if a target, a setting or a jar of plugins cannot be understood
    public static Processing open(SessionRequest request) throws IOException {
        return open(request, List.of());
    }

    /// The same, with plugins that the program has made itself.
    ///
    /// @throws UsageException if a target, a setting, a jar or a plugin cannot be understood
    static Processing open(SessionRequest request, Collection<? extends Plugin> plugins) throws IOException {
        List<String> targets = Targets.of(request);
        Configuration configuration = new SettingsRequest(request).read();
        Optional<StoreSelection> store = StoreSelection.of(request);
        if (store.isEmpty() && request.isGiven(SessionOption.KEEP)) {
            throw request.value(SessionOption.KEEP).wrong("needs a store; name one with --store FOLDER");
        }
        PluginCatalogue catalogue = PluginCatalogue.open(request, plugins);
        try {
            Store opened = store.isPresent() ? store.get().open() : null;
            return new Processing(request, targets, configuration, catalogue, opened);
        } catch (IOException | RuntimeException refused) {
            catalogue.close();
            throw refused;
        }
    }

    /// A session for the input of the request.
    ///
    /// @throws SessionException if the request does not fit the input
    public Session session() {
        return SessionOpening.of(this);
    }

    /// A session for one of many inputs, of which `atATime` are streamed at once and share the machine.
    ///
    /// @throws SessionException if the request does not fit the input
    public Session session(Path file, String runId, int atATime) {
        return SessionOpening.of(this, file, runId, atATime);
    }

    /// What the request says to a source of files.
    ///
    /// @throws UsageException if a value does not fit an option of the source
    public InputSettings sourceSettings() {
        return SourceSettings.of(configuration, failurePolicy(), targets, NearestInputs.of(catalogue.all(), targets));
    }

    /// What happens to data that cannot be read or computed.
    public FailurePolicy failurePolicy() {
        return request.value(SessionOption.ON_ERROR).word(FailurePolicy.class, FailurePolicy.FAIL);
    }

    /// The range of time that is wanted, in the unit of the data; `start` gives the start of the run where lengths of
    /// time since then are asked for.
    ///
    /// @throws UsageException if it is not of the form `A:B`, or a side is no whole number of units
    public TimeRange timeRange(TimeResolution unit, LongSupplier start) {
        String text = request.text(SessionOption.TIME_RANGE);
        try {
            return text == null ? TimeRange.UNBOUNDED : new RangeText(text).resolve(unit, start);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--time-range: " + wrong.getMessage(), wrong);
        }
    }

    /// The name of the run; `otherwise` if none is given.
    public String runId(String otherwise) {
        String text = request.text(SessionOption.RUN_ID);
        return text == null ? otherwise : text;
    }

    /// Checks, before any input is looked at, that some plugin knows the targets and the settings.
    ///
    /// @throws UsageException if none does
    public void requireKnown() {
        Set<String> names = new LinkedHashSet<>();
        catalogue.all().forEach(plugin -> names.addAll(plugin.products()));
        catalogue.all().forEach(plugin -> names.addAll(plugin.dependsOn()));
        for (String target : targets) {
            if (!names.contains(target)) {
                throw new UsageException(
                        "no plugin provides '" + target + "'" + NearestName.choices(target, "there are", names));
            }
        }
        UsedOptions.requireFit(configuration, catalogue.all());
    }

    /// Sets the options; the input that is really read, as a plugin may make its data from nothing.
    InputSelection configure(Context context, InputSelection input) {
        List<KnownPlugin> chain = configure(context);
        if (chain.stream()
                .anyMatch(
                        plugin -> plugin.provides().equals(input.source().spec().provides()))) {
            return input;
        }
        List<String> heads = chain.stream()
                .filter(plugin -> plugin.dependsOn().isEmpty())
                .map(KnownPlugin::name)
                .toList();
        return heads.isEmpty() ? input : input.replacedBy(heads, targets);
    }

    /// Sets the options of the plugins, and returns which of them the targets take.
    ///
    /// @throws UsageException if there is no such option, a value does not fit, or `--set` is for a plugin that the
    ///     targets do not use
    private List<KnownPlugin> configure(Context context) {
        List<KnownPlugin> present =
                context.plugins().stream().map(KnownPlugin::of).toList();
        UsedOptions used = new UsedOptions(present, catalogue.all(), source(context), targets);
        used.require(configuration);
        try {
            context.plugins().stream()
                    .filter(SourcePlugin.class::isInstance)
                    .findFirst()
                    .ifPresent(
                            reader -> context.configure(SourceChannels.settings((SourcePlugin) reader, used.chain())));
            context.configure(configuration.applicableTo(
                    present.stream().map(KnownPlugin::owner).toList()));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
        return used.chain();
    }

    private static String source(Context context) {
        return context.plugins().stream()
                .filter(SourcePlugin.class::isInstance)
                .map(Plugin::name)
                .findFirst()
                .orElse("nothing");
    }

    @Override
    public void close() {
        try {
            if (store != null) {
                store.close();
            }
        } catch (IOException unclosed) {
            throw new UncheckedIOException(unclosed);
        } finally {
            catalogue.close();
        }
    }
}

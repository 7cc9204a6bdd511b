package dev.sluice.app;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Configuration;
import dev.sluice.context.Context;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What a run computes.
final class ProcessingOptions {
    private final ValueOption target = new ValueOption(
            "--target",
            "NAME[,NAME...]",
            "Types of data to compute, all in one pass; ./sluice plugins lists them (default " + Features.DATA_TYPE
                    + ").");
    private final SettingOptions settings = new SettingOptions();
    private final PluginOptions plugins = new PluginOptions();
    private final ValueOption timeRange = new ValueOption(
            "--time-range", "A:B", "Only records that start at A or later and before B, in ns (the unit of the data).");
    private final ValueOption onError = new ValueOption(
            "--on-error",
            "fail|skip",
            "What happens to data that cannot be read or computed: the run fails (default), or they are left out and"
                    + " listed as lost.");
    private final ValueOption runId =
            new ValueOption("--run-id", "NAME", "Name of the run (default: that of the input).");

    /// Adds the options, that for the targets among them.
    void addTo(CommandSpec command, HelpSections help) {
        List<OptionSpec> options = new ArrayList<>(List.of(target.spec()));
        options.addAll(others());
        help.section(command, "Processing", options.toArray(OptionSpec[]::new));
    }

    /// Adds the options but that for the targets, which are arguments of the command.
    void addWithoutTargetsTo(CommandSpec command, HelpSections help) {
        help.section(command, "Processing", others().toArray(OptionSpec[]::new));
    }

    private List<OptionSpec> others() {
        List<OptionSpec> options = new ArrayList<>(List.of(settings.specs()));
        options.addAll(List.of(plugins.spec(), timeRange.spec(), onError.spec(), runId.spec()));
        return options;
    }

    /// The types of data that are wanted, one at least.
    ///
    /// @throws UsageException if a name is empty or given twice
    List<String> targets() {
        return target.text() == null ? List.of(Features.DATA_TYPE) : Targets.parse(target);
    }

    /// The range of time that is wanted.
    ///
    /// @throws UsageException if it is not of the form `A:B`
    TimeRange timeRange() {
        try {
            return timeRange.text() == null ? TimeRange.UNBOUNDED : TimeRange.parse(timeRange.text());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--time-range: " + wrong.getMessage(), wrong);
        }
    }

    /// What the options of plugins are set to.
    ///
    /// @throws UsageException if a file is not there or not understood, or a setting is not of the form `option=value`
    Configuration configuration() throws IOException {
        return settings.read();
    }

    /// All plugins; to be closed.
    ///
    /// @throws UsageException if one from outside cannot be used
    PluginCatalogue openPlugins() {
        return plugins.open();
    }

    /// What the source is to know.
    ///
    /// @throws UsageException if a value does not fit an option of the source
    SourceSettings sourceSettings(Configuration configuration) {
        return SourceSettings.of(configuration, failurePolicy());
    }

    /// What happens to data that cannot be read or computed.
    FailurePolicy failurePolicy() {
        return onError.word(FailurePolicy.class, FailurePolicy.FAIL);
    }

    /// The name of the run; `otherwise` if none is given.
    String runId(String otherwise) {
        return runId.text() == null ? otherwise : runId.text();
    }

    /// Refuses a name where there are many runs.
    ///
    /// @throws UsageException if one is given
    void requireNoRunId() {
        if (runId.text() != null) {
            throw runId.wrong("names one run, but --runs asks for many, named after their inputs; leave it out");
        }
    }

    /// Sets the options of the plugins, and returns which of them the targets take.
    ///
    /// @throws UsageException if there is no such option, a value does not fit, or `--set` is for a plugin that the
    ///     targets do not use
    List<KnownPlugin> configure(
            Context context, Configuration configuration, PluginCatalogue catalogue, List<String> targets) {
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
}

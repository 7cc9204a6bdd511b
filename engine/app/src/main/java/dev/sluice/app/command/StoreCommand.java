package dev.sluice.app.command;

import dev.sluice.app.console.Console;
import dev.sluice.app.inspection.StorePrinter;
import dev.sluice.app.option.ValueOption;
import dev.sluice.formats.StoreFormat;
import dev.sluice.formats.StoreFormats;
import dev.sluice.formats.store.DiskStore;
import dev.sluice.formats.store.StoreEntry;
import dev.sluice.formats.store.StoreMending;
import dev.sluice.formats.store.StoreSurvey;
import dev.sluice.session.request.ByteSize;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.UsageException;
import dev.sluice.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `./sluice store`: what is in a store, whether it is whole, and what to do where it is not.
final class StoreCommand implements Callable<Integer> {
    /// What is done.
    private enum Action {
        LIST,
        INFO,
        VERIFY,
        REPAIR,
        CLEAN
    }

    private final Console console;
    private final PositionalParamSpec words = PositionalParamSpec.builder()
            .paramLabel("ACTION DIR [NAME...]")
            .hideParamSyntax(true)
            .index("0..*")
            .arity("2..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("list, info, verify, repair or clean; the folder of the store; and the names in it that are"
                    + " meant, as list shows them, if not all are.")
            .build();
    private final OptionSpec json = ValueOption.flag("--json", "Print one JSON object.");

    StoreCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("store", this);
        spec.addPositional(words).addOption(json);
        spec.usageMessage()
                .header("Show what is kept in a store, see that it is whole, and mend it.")
                .customSynopsis("./sluice store list|info|verify|repair|clean DIR [NAME...] [OPTIONS]")
                .footer(
                        "",
                        "  list     what is there: complete, unfinished, being written, damaged",
                        "  info     all that is known of it: type, range of time, losses, lineage",
                        "  verify   read every byte and compare the checksums; names each chunk that is damaged",
                        "  repair   keep what is whole of damaged data: a damaged chunk becomes a marked loss; after a",
                        "           damaged index, the next run computes what is missing",
                        "  clean    remove what interrupted runs left, which the next run would go on from",
                        "",
                        "Examples:",
                        "  ./sluice store list results/",
                        "  ./sluice store verify results/ 007-hits-63l2ihpzzs",
                        "",
                        "Stores of other kinds, such as strax, are listed, shown and verified, but not mended.",
                        "",
                        "Exit codes: 0 all went well, 1 something is damaged or cannot be read, 2 wrong usage.");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        List<String> given = words.getValue();
        Action action = action(given.get(0));
        Path folder = PathText.parse(given.get(1));
        try (Store store = open(folder)) {
            List<StoreEntry> entries = named(StoreSurvey.list(store), given.subList(2, given.size()), folder);
            return switch (action) {
                case LIST -> show(entries, folder, false);
                case INFO -> show(entries, folder, true);
                case VERIFY -> verify(entries, folder);
                case REPAIR -> repair(ours(store, action), entries, folder);
                case CLEAN -> clean(ours(store, action), given, folder);
            };
        }
    }

    private static Action action(String word) {
        return Stream.of(Action.values())
                .filter(action -> action.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "ACTION=" + word + " is not known; give list, info, verify, repair or clean"));
    }

    private static Store open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("DIR=" + folder + " is no folder; name the folder that --store was given");
        }
        StoreFormat kind = StoreFormats.recognising(folder)
                .orElseThrow(() -> new UsageException("DIR=" + folder
                        + " is no store of a kind that is known; name the folder that --store was" + " given"));
        return kind.open(folder);
    }

    private static DiskStore ours(Store store, Action action) {
        if (store instanceof DiskStore disk) {
            return disk;
        }
        throw new UsageException(action.name().toLowerCase(Locale.ROOT) + " is for stores of kind sluice, "
                + store.name() + " is another one; list, info and verify look at it");
    }

    private static List<StoreEntry> named(List<StoreEntry> all, List<String> names, Path folder) {
        for (String name : names) {
            if (all.stream().noneMatch(entry -> entry.name().equals(name))) {
                throw new UsageException("NAME=" + name + " is not in DIR=" + folder + "; ./sluice store list " + folder
                        + " shows what is");
            }
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(entry -> names.contains(entry.name())).toList();
    }

    private int show(List<StoreEntry> entries, Path folder, boolean all) throws IOException {
        if (ValueOption.isGiven(json)) {
            console.print(StorePrinter.json(folder, entries, all, Map.of()));
        } else {
            console.print(all ? StorePrinter.info(entries) : StorePrinter.table(entries));
        }
        return entries.stream().anyMatch(entry -> entry.state() == StoreEntry.State.DAMAGED) ? Commands.FAILED : 0;
    }

    private int verify(List<StoreEntry> entries, Path folder) throws IOException {
        Map<String, List<String>> troubles = new LinkedHashMap<>();
        for (StoreEntry entry : entries) {
            List<String> found = StoreSurvey.verify(entry);
            troubles.put(entry.name(), found);
            if (!ValueOption.isGiven(json)) {
                console.print(entry.name() + ": "
                        + (found.isEmpty() ? "whole, " + entry.chunks() + " chunks, " + entry.state() : "damaged")
                        + "\n");
                for (String trouble : found) {
                    console.print("  " + trouble + "\n");
                }
            }
        }
        if (ValueOption.isGiven(json)) {
            console.print(StorePrinter.json(folder, entries, false, troubles));
        }
        boolean damaged = entries.stream()
                .anyMatch(entry -> entry.state() != StoreEntry.State.LEFT_OVER
                        && !troubles.get(entry.name()).isEmpty());
        return damaged ? Commands.FAILED : 0;
    }

    private int repair(DiskStore store, List<StoreEntry> entries, Path folder) throws IOException {
        Map<String, List<String>> done = new LinkedHashMap<>();
        int code = 0;
        for (StoreEntry entry : entries) {
            if (entry.state() != StoreEntry.State.COMPLETE && entry.state() != StoreEntry.State.DAMAGED) {
                continue;
            }
            List<String> sentences = new ArrayList<>();
            try {
                StoreMending.repair(store, entry.name()).ifPresent(sentences::add);
            } catch (RuntimeException | IOException beyond) {
                code = Commands.FAILED;
                sentences.add(entry.name() + " cannot be repaired: " + beyond.getMessage());
            }
            done.put(entry.name(), sentences);
        }
        if (ValueOption.isGiven(json)) {
            console.print(StorePrinter.json(folder, StoreSurvey.list(store), false, done));
            return code;
        }
        for (Map.Entry<String, List<String>> entry : done.entrySet()) {
            List<String> sentences = entry.getValue();
            console.print((sentences.isEmpty() ? entry.getKey() + " is whole" : String.join("\n", sentences)) + "\n");
        }
        return code;
    }

    private int clean(DiskStore store, List<String> given, Path folder) throws IOException {
        if (given.size() > 2) {
            throw new UsageException("clean removes all that is unfinished; NAME=" + given.get(2) + " is not taken");
        }
        StoreMending.Cleaned cleaned = StoreMending.clean(store);
        if (ValueOption.isGiven(json)) {
            console.print(StorePrinter.json(folder, cleaned));
        } else {
            for (String name : cleaned.names()) {
                console.print("removed " + name + "\n");
            }
            console.print(cleaned.names().size() + " folders removed, " + ByteSize.text(cleaned.bytes()) + " freed\n");
        }
        return 0;
    }
}

package dev.sluice.app.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.app.console.Console;
import dev.sluice.app.console.TextTable;
import dev.sluice.app.option.ValueOption;
import dev.sluice.formats.FileSignature;
import dev.sluice.formats.Format;
import dev.sluice.formats.Formats;
import dev.sluice.formats.StoreFormat;
import dev.sluice.formats.StoreFormats;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `./sluice formats`: what is read and written, and what is known but not read.
final class FormatsCommand implements Callable<Integer> {
    private final Console console;
    private final OptionSpec json = ValueOption.flag("--json", "Print one JSON object.");

    FormatsCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("formats", this).addOption(json);
        spec.usageMessage()
                .header("List the formats: what is read, what is written, and what is known but not read.")
                .customSynopsis("./sluice formats [--json]")
                .footer(
                        "",
                        "The format of an input is found by what is in it, then by its name; --format NAME says it. That",
                        "of an output is the end of its name. A jar adds its own: it lists classes that implement",
                        "dev.sluice.formats.Format in META-INF/services/dev.sluice.formats.Format.");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        console.print(ValueOption.isGiven(json) ? json() : text());
        return 0;
    }

    private static String text() {
        TextTable table = new TextTable("");
        table.row("format", "read", "written as", "");
        for (Format format : Formats.installed().all()) {
            String endings = format.endings().isEmpty() ? "-" : String.join(", ", format.endings());
            table.row(format.name(), format.reads() ? "yes" : "-", endings, format.help());
        }
        StringBuilder text = new StringBuilder(table.toString());
        text.append("\nStores, as in --store KIND:FOLDER:\n");
        TextTable stores = new TextTable("  ");
        StoreFormats.all().forEach(kind -> stores.row(kind.name(), kind.help()));
        text.append(stores);
        text.append("\nKnown, but not read:\n");
        TextTable foreign = new TextTable("  ");
        for (FileSignature signature : FileSignature.values()) {
            if (!isRead(signature)) {
                foreign.row(signature.what(), signature.remedy("FILE"));
            }
        }
        return text.append(foreign).toString();
    }

    private static boolean isRead(FileSignature signature) {
        return Formats.installed()
                .named(signature.name().toLowerCase(Locale.ROOT))
                .filter(Format::reads)
                .isPresent();
    }

    private static String json() {
        JsonArray formats = new JsonArray();
        for (Format format : Formats.installed().all()) {
            JsonObject object = new JsonObject();
            JsonArray endings = new JsonArray();
            format.endings().forEach(endings::add);
            object.addProperty("name", format.name());
            object.addProperty("reads", format.reads());
            object.add("endings", endings);
            object.addProperty("help", format.help());
            formats.add(object);
        }
        JsonArray stores = new JsonArray();
        for (StoreFormat kind : StoreFormats.all()) {
            JsonObject object = new JsonObject();
            object.addProperty("name", kind.name());
            object.addProperty("help", kind.help());
            stores.add(object);
        }
        JsonObject all = new JsonObject();
        all.add("formats", formats);
        all.add("stores", stores);
        return all + "\n";
    }
}

package dev.sluice.app.command;

import com.google.gson.JsonObject;
import dev.sluice.app.console.Console;
import dev.sluice.app.option.Suggestions;
import dev.sluice.session.FailureMessage;
import dev.sluice.session.SessionException;
import dev.sluice.session.request.LongText;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Reports failures on standard error, in the words of the cause that helps most, and gives the exit code.
final class ErrorReport {
    private static final int READER_GONE = 141;

    private final Console console;
    private final boolean json;

    /// Reports to `console`, and as an object on standard output too if the program that called asked for `json`.
    ErrorReport(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /// The arguments could not be understood.
    int usage(ParameterException wrong) {
        return usage(Suggestions.message(wrong), wrong.getCommandLine(), wrong);
    }

    /// The command failed; `command` is the one that ran.
    int failure(Throwable thrown, CommandLine command) {
        Throwable failure = thrown instanceof SessionException ? thrown.getCause() : thrown;
        if (failure instanceof UsageException) {
            return usage(failure.getMessage(), command, failure);
        }
        if (isReaderGone(failure)) {
            return READER_GONE;
        }
        console.say(FailureMessage.of(failure));
        printObject(FailureMessage.of(failure));
        console.stack(failure);
        return Commands.FAILED;
    }

    /// A program that asked for an object gets one, also where there is no summary.
    private void printObject(String message) {
        if (!json) {
            return;
        }
        JsonObject object = new JsonObject();
        object.addProperty("state", "failed");
        object.addProperty("error", LongText.cut(message));
        try {
            console.print(object + "\n");
        } catch (IOException unread) {
            console.say("the error could not be printed as JSON: " + unread.getMessage());
        }
    }

    private int usage(String message, CommandLine command, Throwable wrong) {
        String name = command.getCommandSpec().qualifiedName();
        console.complain(name + ": " + LongText.cut(message) + "\nsee ./" + name + " --help\n");
        printObject(message);
        console.stack(wrong);
        return Commands.USAGE;
    }

    /// `| head` closes the pipe when it has seen enough: that is no mistake.
    private static boolean isReaderGone(Throwable failure) {
        IOException io = FailureMessage.find(failure, IOException.class);
        return io != null && ("Broken pipe".equals(io.getMessage()) || "Pipe closed".equals(io.getMessage()));
    }
}

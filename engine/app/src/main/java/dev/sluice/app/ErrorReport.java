package dev.sluice.app;

import com.google.gson.JsonObject;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.formats.FormatException;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Reports failures on standard error, in the words of the cause that helps most, and gives the exit code.
final class ErrorReport {
    private static final int READER_GONE = 141;
    private static final int DEEPEST = 20;
    private static final String WHOLE_STACK = "; --stacktrace shows the whole stack";

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
    int failure(Throwable failure, CommandLine command) {
        if (failure instanceof UsageException) {
            return usage(failure.getMessage(), command, failure);
        }
        if (isReaderGone(failure)) {
            return READER_GONE;
        }
        console.say(message(failure));
        printObject(message(failure));
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
        IOException io = find(failure, IOException.class);
        return io != null && ("Broken pipe".equals(io.getMessage()) || "Pipe closed".equals(io.getMessage()));
    }

    static String message(Throwable failure) {
        FormatException format = find(failure, FormatException.class);
        if (format != null) {
            return format.getMessage();
        }
        OutOfBudgetException budget = find(failure, OutOfBudgetException.class);
        if (budget != null) {
            boolean divisible = budget.getMessage().contains("smaller chunks");
            return budget.getMessage() + (divisible ? " (--chunk-records, --memory)" : " (--memory)");
        }
        PipelineException foreign = find(failure, PipelineException.class);
        if (foreign != null && foreign.isForeign() && foreign.getCause() instanceof Exception) {
            return foreign.getMessage() + WHOLE_STACK;
        }
        OutOfMemoryError memory = find(failure, OutOfMemoryError.class);
        if (memory != null) {
            return ExhaustedMemory.message(memory);
        }
        IOException io = find(failure, IOException.class);
        if (io != null) {
            return file(io);
        }
        NoClassDefFoundError missing = find(failure, NoClassDefFoundError.class);
        if (missing != null) {
            return "class " + String.valueOf(missing.getMessage()).replace('/', '.') + " is missing ("
                    + failure.getMessage()
                    + "); put its jar beside that of the plugin and name it in the manifest's Class-Path";
        }
        if (find(failure, InternalError.class) != null) {
            return "a mapped file shrank or its disk failed while it was read (" + failure.getMessage()
                    + "); see that nothing writes to the input";
        }
        if (failure instanceof PipelineException) {
            return failure.getMessage() + (((PipelineException) failure).isUnexpected() ? WHOLE_STACK : "");
        }
        boolean told = failure instanceof IllegalStateException && failure.getMessage() != null;
        return told ? failure.getMessage() : "unexpected: " + failure + WHOLE_STACK;
    }

    private static String file(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or directory: file=" + ((NoSuchFileException) failure).getFile();
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied: file=" + ((AccessDeniedException) failure).getFile();
        }
        if (String.valueOf(failure.getMessage()).contains("Too many open files")) {
            return "the system lets this process open no more files (" + failure.getMessage()
                    + "); raise the limit with ulimit -n, or read fewer files or runs at a time";
        }
        return failure instanceof java.nio.file.FileSystemException || failure.getMessage() == null
                ? failure.toString()
                : "reading or writing failed: " + failure.getMessage();
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}

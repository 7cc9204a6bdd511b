package dev.sluice.session;

import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.formats.FormatException;
import dev.sluice.session.request.UsageException;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// Puts failures into words. Stateless.
public final class FailureMessage {
    private static final int DEEPEST = 20;
    private static final String WHOLE_STACK = "; --stacktrace shows the whole stack";

    private FailureMessage() {}

    /// The sentence for the user, in the words of the cause that helps most.
    public static String of(Throwable failure) {
        if (failure instanceof UsageException || failure instanceof SessionException) {
            return failure.getMessage();
        }
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

    /// The first cause of a class, the failure itself among them; null if there is none.
    public static <T extends Throwable> T find(Throwable failure, Class<T> type) {
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

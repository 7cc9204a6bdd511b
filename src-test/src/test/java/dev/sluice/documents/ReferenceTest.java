package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The page of reference is what the code says; with `-Dreference.write=true` it is written anew.
final class ReferenceTest {
    private static final Path PAGE = Path.of(System.getProperty("sluice.home")).resolve("engine/docs/reference.md");

    @Test
    void theReferenceIsWhatTheCodeSays() throws IOException {
        String made = Reference.page();
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, made);
        }
        assertEquals(
                made,
                Files.readString(PAGE),
                "engine/docs/reference.md is not what the code says any more; write it anew with"
                        + " mvn -q verify -pl src-test -am -Dtest=ReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true");
    }
}

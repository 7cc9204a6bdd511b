package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The reference for C is what the header says; with `-Dreference.write=true` it is written anew.
final class NativeReferenceTest {
    private static final Path PAGE = HostProgram.HOME.resolve("native-docs/reference.md");

    @Test
    void theReferenceIsWhatTheHeaderSays() throws IOException {
        String made = HeaderReference.page();
        for (String function : HeaderText.functions()) {
            assertTrue(made.contains("`sluice_" + function + "`"), "sluice_" + function);
        }
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, made);
        }
        assertEquals(
                made,
                Files.readString(PAGE),
                "native-docs/reference.md is not what sluice.h says any more; write it anew with"
                        + " mvn -q verify -pl src-test -am -Dtest=NativeReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true");
    }
}

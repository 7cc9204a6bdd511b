package dev.sluice.session.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.Outcome;
import dev.sluice.fixtures.CompiledLibrary;
import dev.sluice.session.request.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is no library of plugins, or describes what cannot be, is refused in a sentence; the command line knows the
/// rest.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class NativeLibraryTest {
    /// A library of one plugin; each macro may be defined otherwise.
    private static final String ONE = """
            #ifndef ABI
            #define ABI SLUICE_ABI
            #endif
            #ifndef SIZE
            #define SIZE sizeof(sluice_plugin)
            #endif
            #ifndef NAME
            #define NAME NULL
            #endif
            #ifndef TYPE
            #define TYPE "time:<i8 instantaneous"
            #endif
            #ifndef DATA
            #define DATA "mine"
            #endif
            #ifndef VERSION
            #define VERSION "1"
            #endif
            #ifndef INPUT
            #define INPUT "st_waveforms_stream"
            #endif
            #ifndef OPTION
            #define OPTION {"level", "real", "1", NULL, NULL, 0, 0}
            #endif
            #ifndef INPUTS
            #define INPUTS 1
            #endif
            #ifndef FLAGS
            #define FLAGS 0
            #endif
            #ifndef HALO
            #define HALO 0
            #endif
            #ifndef GAP
            #define GAP 0
            #endif
            #ifndef COMPUTE
            #define COMPUTE compute
            #endif
            #ifndef SHOWN
            #define SHOWN all
            #endif
            #ifndef COUNT
            #define COUNT 1
            #endif
            int compute(void *state, sluice_plugin_call *call);
            int compute(void *state, sluice_plugin_call *call) { (void)state; (void)call; return 0; }
            static const char *const inputs[] = {INPUT, INPUT};
            static const sluice_product provides[] = {{DATA, TYPE, NULL}};
            static const sluice_option options[] = {OPTION, {"other", "integer", "1", NULL, NULL, 0, 0}};
            static const sluice_plugin mine = {SIZE, ABI, NAME, VERSION, NULL, provides, 1, inputs, INPUTS, options,
                sizeof options / sizeof *options, FLAGS, HALO, 0, GAP, 0, 0, NULL, NULL, COMPUTE, NULL, NULL, NULL};
            extern const sluice_plugin *const all[];
            const sluice_plugin *const all[] = {&mine, &mine, NULL};
            SLUICE_EXPORT const sluice_plugin *const *sluice_plugins(uint64_t *count) { *count = COUNT; return SHOWN; }
            """;

    @TempDir
    private Path folder;

    private Path one(String... flags) throws Exception {
        return CompiledLibrary.ofText(folder, "libmine.so", ONE, flags);
    }

    private static String refusal(Path file) {
        return assertThrows(UsageException.class, () -> NativeLibrary.open(file).close())
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "ABI=9 ~ another version: size=184 abi=9, but this Sluice has size=184 abi=1",
                "SIZE=16 ~ another version: size=16 abi=1",
                "TYPE=\"time\" ~ the type of mine is none: 'time'",
                "TYPE=\"height:<i4\" ~ records of mine cannot be put in order of time",
                "TYPE=NULL ~ sluice_plugin.provides[0].type is NULL",
                "DATA=\"my type\" ~ not a name for a type of data: 'my type'",
                "NAME=\"a b\" ~ not a name for a plugin: 'a b'",
                "VERSION=NULL ~ sluice_plugin.version is NULL",
                "INPUT=NULL ~ sluice_plugin.inputs[0] is NULL",
                "INPUTS=2 ~ depends on 'st_waveforms_stream' twice",
                "INPUTS=0 ~ plugin mine depends on nothing",
                "INPUTS=99999999 ~ sluice_plugin.input_count=99999999 is beyond",
                "OPTION={\"level\",\"number\",\"1\",NULL,NULL,0,0} ~ type='number' of option level is none of integer, real",
                "OPTION={\"level\",\"real\",\"high\",NULL,NULL,0,0} ~ option level: 'high' is not a finite number",
                "OPTION={\"level\",\"integer\",\"9\",NULL,NULL,0,5} ~ default 9 is not from 0 to 5",
                "OPTION={\"level\",\"text\",\"9\",NULL,NULL,0,5} ~ bounds are for integer and real",
                "OPTION={\"level\",\"real\",\"9\",NULL,NULL,5,0} ~ least=5 is no bound below most=0",
                "OPTION={\"Level\",\"real\",\"9\",NULL,NULL,0,0} ~ not a name for an option: 'Level'",
                "OPTION={\"other\",\"real\",\"9\",NULL,NULL,0,0} ~ option 'other' of mine is declared twice",
                "OPTION={\"level\",\"a|b\",\"c\",NULL,NULL,0,0} ~ 'c' is none of [a, b]",
                "OPTION={\"level\",\"range\",\"5\",NULL,NULL,0,0} ~ option level: ",
                "FLAGS=64 ~ flags=0x40 has bits beyond 0x3f",
                "HALO=-1 ~ halo_before=-1 is negative",
                "GAP=5 ~ reset_after=5 is for a plugin that remembers",
                "COMPUTE=NULL ~ compute is NULL",
                "SHOWN=NULL ~ gives count=1 plugins at NULL",
                "COUNT=0 ~ gives count=0 plugins",
                "COUNT=3 ~ plugin 2 of the library cannot be used",
            })
    void whatADescriptionGetsWrongIsNamed(String macro, String words) throws Exception {
        String message = refusal(one("-D" + macro));
        assertTrue(message.contains(words), message);
        assertTrue(message.contains("libmine.so") || message.contains("plugins="), message);
    }

    @Test
    void whatIsNoLibraryIsRefusedBeforeItIsLoaded() throws Exception {
        Path text = Files.writeString(folder.resolve("libtext.so"), "#!/bin/sh\n");
        assertEquals(
                "the file is no shared library: plugins=" + text + "; build one with cc -shared -fPIC", refusal(text));
        Path missing = folder.resolve("libmissing.so");
        assertEquals("there is no such library: plugins=" + missing + "; name another", refusal(missing));
        byte[] bytes = Files.readAllBytes(one());
        assertTrue(refusal(changed("lib32.so", bytes, 4, 1)).contains("for 32 bits, but this process has 64"));
        assertTrue(refusal(changed("libobject.so", bytes, 16, 1)).endsWith("; link it with -shared"));
        assertTrue(refusal(changed("libother.so", bytes, 18, 8)).contains("for another processor: machine="));
        Path cut = Files.write(folder.resolve("libcut.so"), Arrays.copyOf(bytes, 100));
        assertTrue(refusal(cut).contains("the library cannot be loaded: "), refusal(cut));
        Path named = Files.createDirectory(folder.resolve("libfolder.so"));
        assertTrue(refusal(named).contains("cannot be read"), refusal(named));
    }

    private Path changed(String name, byte[] bytes, int at, int value) throws Exception {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return Files.write(folder.resolve(name), copy);
    }

    @Test
    void aLibraryWithoutTheSymbolIsRefused() throws Exception {
        Path other =
                CompiledLibrary.ofText(folder, "libnone.so", "int nothing(void);\nint nothing(void) { return 0; }\n");
        assertEquals(
                "the library shows no plugins, as it has no function sluice_plugins: plugins=" + other
                        + "; define it with SLUICE_EXPORT, in C++ inside of extern \"C\"",
                refusal(other));
    }

    @Test
    void whatALibraryNeedsIsNamedWhereItIsMissing() throws Exception {
        Path needed =
                CompiledLibrary.ofText(folder, "libneeded.so", "int needed(void);\nint needed(void) { return 0; }\n");
        String use = "int needed(void);\nint use(void);\nint use(void) { return needed(); }\n";
        Path user = CompiledLibrary.ofText(folder, "libuser.so", ONE + use, "-L" + folder, "-lneeded");
        Files.delete(needed);
        assertTrue(refusal(user).contains("libneeded.so: cannot open shared object file"), refusal(user));
        assertTrue(
                refusal(user).endsWith("install what it needs, or name its folder by LD_LIBRARY_PATH or -Wl,-rpath"));
        Path undefined = CompiledLibrary.ofText(folder, "libundefined.so", ONE + use);
        assertTrue(refusal(undefined).contains("undefined symbol: needed"), refusal(undefined));
    }

    @Test
    void aLibraryThatIsBuiltAgainIsLoadedAgain() throws Exception {
        Path file = one("-DVERSION=\"1\"");
        try (NativeLibrary first = NativeLibrary.open(file)) {
            assertEquals("1", first.found().getFirst().plugin().spec().version());
            Files.delete(file);
            one("-DVERSION=\"2\"");
            assertTrue(refusal(file).contains("was changed after it was loaded, and the old one is still in use"));
        }
        try (NativeLibrary second = NativeLibrary.open(file);
                NativeLibrary again = NativeLibrary.open(file)) {
            assertEquals("2", second.found().getFirst().plugin().spec().version());
            assertEquals("2", again.found().getFirst().plugin().spec().version());
        }
    }

    @Test
    void theCommandLineKnowsItsPlugins() throws Exception {
        Path rise = CompiledLibrary.compile(folder, "librise.so", CompiledLibrary.EXAMPLES.resolve("plugin.c"));
        String shown =
                Outcome.of("plugins", "RiseTime", "--plugins", rise).succeeds().out();
        assertTrue(shown.startsWith("RiseTime: time in ns that a pulse takes to rise\n"), shown);
        assertTrue(shown.lines().anyMatch(line -> line.matches("  comes from +\\Q" + rise + "\\E")), shown);
        assertTrue(shown.contains("rise_polarity   negative|positive  negative"), shown);
        String plan =
                Outcome.of("plan", "rise_time", "--plugins", rise).succeeds().out();
        assertTrue(plan.contains("RiseTime 1.0"), plan);
        String config = Outcome.of(
                        "config", "--plugins", rise, "--target", "rise_time", "--set", "RiseTime.rise_from=0.2")
                .succeeds()
                .out();
        assertTrue(config.lines().anyMatch(line -> line.matches("  rise_from +0.2 +0.1 .*--set")), config);
        Outcome.of("run", "--sim-records", 10, "--plugins", rise, "--target", "rise_tme")
                .failsWith(2, "did you mean 'rise_time'");
        Path output = folder.resolve("rise.npy");
        Outcome.of("run", "--sim-records", 10, "--plugins", rise, "--target", "rise_time", "--out", output)
                .succeeds();
        assertTrue(Files.size(output) > 280, "ten records of 28 bytes");
    }

    @Test
    void twoThatProvideTheSameAreRefused() throws Exception {
        Path mine = one();
        Outcome.of("plugins", "--plugins", mine, "--plugins", mine)
                .failsWith(2, "plugin mine of " + mine + " provides 'mine', as mine does, which comes from " + mine);
        Outcome.of("plugins", "--plugins", one("-DCOUNT=2")).failsWith(2, "provides 'mine', as mine does");
        Outcome.of("plugins", "--plugins", one("-DDATA=\"features\""))
                .failsWith(2, "provides 'features', as Features does, which is built in; rename what it provides");
        Outcome.of("run", "--plugins", folder.resolve("libnone.so")).failsWith(2, "there is no such library");
    }
}

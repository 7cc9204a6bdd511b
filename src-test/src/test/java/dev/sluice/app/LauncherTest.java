package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LauncherTest {
    @TempDir
    Path folder;

    @Test
    void argumentsAndExitCodePassUnchanged() throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/25", "25.0.3");
        place.environment.put("FAKE_CODE", "7");
        Outcome outcome = place.run("run", "a b", "", "*", "--set=x=1");
        assertEquals(7, outcome.code(), outcome::toString);
        assertTrue(outcome.out().endsWith("\ndev.sluice.app.Main\nrun\na b\n\n*\n--set=x=1\n"), outcome::toString);
    }

    @Test
    void worksThroughChainsOfSymbolicLinksWithBlanks() throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/25", "25.0.3");
        Path bin = Files.createDirectories(folder.resolve("my bin"));
        Files.createSymbolicLink(bin.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(bin.resolve("two"), bin.relativize(place.home.resolve("sluice")));
        Outcome outcome = Installation.await(place.start(bin.resolve("one").toString(), "plugins"));
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains(place.home + "/engine/app/target/sluice-app-1.jar:"), outcome::toString);
    }

    @Test
    void theJvmGetsItsFlagsAndThoseOfTheUserAfterThem() throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/25", "25.0.3");
        place.environment.put("SLUICE_JAVA_OPTIONS", "-Xmx1g -Dx=1");
        String out = place.run("run").out();
        assertTrue(out.contains("--add-modules=jdk.incubator.vector\n--enable-native-access=ALL-UNNAMED\n"), out);
        assertTrue(out.contains("-XX:PerMethodTrapLimit=100000\n-XX:PerMethodRecompilationCutoff=100000\n"), out);
        assertTrue(out.indexOf("-Xmx256m\n") < out.indexOf("-Xmx1g\n-Dx=1\n"), out);
    }

    /// The limit of the JVM is else that of the small heap, less than the default of `--memory`.
    @Test
    void theMemoryOfRunsIsBoundedByTheirBudgetAlone() throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/25", "25.0.3");
        String out = place.run("run").out();
        assertTrue(out.contains("-Xmx256m\n-XX:MaxDirectMemorySize=1t\n"), out);
    }

    @Test
    void aJavaOfAnotherVersionOnThePathIsPassedOver() throws Exception {
        Installation place = new Installation(folder).built();
        Path old = place.jdk("old", "17.0.15");
        Files.createSymbolicLink(place.tools.resolve("java"), old.resolve("bin/java"));
        place.environment.put("JAVA_HOME", old.toString());
        place.jdk("jdks/25", "25.0.4");
        assertTrue(place.run().out().startsWith("java of jdks/25\n"));
    }

    @Test
    void theJdkIsLookedForInTheVariablesThenOnThePathThenInTheUsualFolders() throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/d", "25.1");
        assertTrue(place.run().out().startsWith("java of jdks/d\n"));
        Files.createSymbolicLink(
                place.tools.resolve("java"), place.jdk("c", "25.0.10").resolve("bin/java"));
        assertTrue(place.run().out().startsWith("java of c\n"));
        place.environment.put("JAVA_HOME", place.jdk("b", "25.0.3").toString());
        assertTrue(place.run().out().startsWith("java of b\n"));
        place.environment.put("JAVA25_HOME", place.jdk("a", "25.0.3").toString());
        assertTrue(place.run().out().startsWith("java of a\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1", "25.0.2", "25-ea"})
    void aJdkThatCorruptsMemoryIsRefusedWithTheReason(String version) throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/25", version);
        place.run().failsWith(1, version, "25.0.3", "JDK-8377811");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.1", "24.0.2", "26", "250.0.3"})
    void withoutAJdk25OneSentenceSaysWhatToInstall(String version) throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/other", version);
        Outcome outcome = place.run();
        outcome.failsWith(1, "there is no JDK 25 here", version, "JAVA25_HOME");
        assertEquals(1, outcome.err().lines().count());
    }

    @Test
    void aWrongJava25HomeIsNotPassedOverInSilence() throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/25", "25.0.3");
        place.environment.put("JAVA25_HOME", place.jdk("old", "17").toString());
        place.run().failsWith(1, "JAVA25_HOME=", "is not a JDK 25");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void buildsOnFirstUseAndAgainOnlyForNewerSources(boolean flock) throws Exception {
        Installation place = new Installation(folder);
        if (flock) {
            place.withFlock();
        }
        place.jdk("jdks/25", "25.0.3");
        place.maven(true);
        Outcome first = place.run("plugins");
        assertEquals(0, first.code(), first::toString);
        assertEquals(1, first.err().lines().count(), first::toString);
        assertTrue(first.err().startsWith("sluice: building"), first::toString);
        assertEquals("", place.run("plugins").err());
        assertEquals(1, place.mavenCalls());
        Installation.age(place.home.resolve("engine/app/src/main/java/Main.java"), -60);
        place.run("plugins");
        assertEquals(2, place.mavenCalls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench", "tune"})
    void theBenchmarksAreBuiltForThoseWhoMeasureOnly(String command) throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/25", "25.0.3");
        place.maven(true);
        String jar = "benchmarks/target/sluice-benchmarks-1.jar";
        assertFalse(place.run("run").out().contains(jar));
        assertFalse(place.run(command, "--help").out().contains(jar));
        assertEquals(0, place.mavenCalls());
        Outcome measuring = place.run(command, "--quick", "--", "-h");
        assertTrue(measuring.out().contains(jar), measuring::toString);
        assertTrue(measuring.out().endsWith("\n" + command + "\n--quick\n--\n-h\n"), measuring::toString);
        assertTrue(Files.readString(folder.resolve("maven.words")).contains("-pl benchmarks -am"));
        place.run(command);
        assertEquals(1, place.mavenCalls());
    }

    @Test
    void aRemovedSourceIsAReasonToBuild() throws Exception {
        Installation place = new Installation(folder).built();
        place.jdk("jdks/25", "25.0.3");
        place.maven(true);
        Files.delete(place.home.resolve("engine/app/src/main/java/Main.java"));
        place.run("plugins");
        assertEquals(1, place.mavenCalls());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoThatStartAtTheSameTimeBuildOnce(boolean flock) throws Exception {
        Installation place = new Installation(folder);
        if (flock) {
            place.withFlock();
        }
        place.jdk("jdks/25", "25.0.3");
        place.maven(true);
        place.environment.put("FAKE_SLOW", "1");
        String launcher = place.home.resolve("sluice").toString();
        Process one = place.start(launcher, "plugins");
        Process other = place.start(launcher, "plugins");
        assertEquals(0, Installation.await(one).code());
        assertEquals(0, Installation.await(other).code());
        assertEquals(1, place.mavenCalls());
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLogAndIsTriedAgain() throws Exception {
        Installation place = new Installation(folder);
        place.jdk("jdks/25", "25.0.3");
        place.maven(false);
        Outcome outcome = place.run("plugins");
        assertEquals(1, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("[ERROR] cannot find symbol"), outcome::toString);
        assertTrue(outcome.err().contains("build.log"), outcome::toString);
        place.maven(true);
        assertEquals(0, place.run("plugins").code());
    }

    @Test
    void withoutMavenOneSentenceSaysWhatToInstall() throws Exception {
        Installation place = new Installation(folder);
        place.jdk("jdks/25", "25.0.3");
        place.run("plugins").failsWith(1, "Maven is missing; install Maven");
    }

    /// T12.
    @Test
    void aMavenThatIsTooOldIsNamedBeforeTheBuild() throws Exception {
        Installation place = new Installation(folder);
        place.jdk("jdks/25", "25.0.3");
        place.maven(true);
        place.environment.put("FAKE_MAVEN", "3.6.3");
        place.run("plugins").failsWith(1, "Maven is 3.6.3, which is too old", "install Maven 3.8 or newer");
        assertEquals(0, place.mavenCalls());
        for (String version : List.of("3.8.1", "3.10.0", "4.0.0")) {
            place.environment.put("FAKE_MAVEN", version);
            assertEquals(0, place.run("plugins").code(), version);
        }
    }

    /// T12: the first build says that it needs the network, and a build without it says so in a sentence.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Could not transfer artifact x:y:pom:1 from/to central",
                "Cannot access central in offline mode and the artifact x:y:pom:1 has not been downloaded",
                "Plugin x:y:1 or one of its dependencies could not be resolved",
            })
    void aFirstBuildWithoutTheNetworkSaysWhatItNeeds(String complaint) throws Exception {
        Installation place = new Installation(folder);
        place.jdk("jdks/25", "25.0.3");
        place.maven(false);
        place.environment.put("FAKE_ERROR", complaint);
        Outcome outcome = place.run("plugins");
        outcome.failsWith(1, "needs the network once", "connect to the network", "later builds need no network");
        assertFalse(outcome.err().contains("[ERROR]"), outcome::toString);
    }

    /// T12: whatever `java` is on the path, Maven runs on the JDK that was found.
    @Test
    void mavenRunsOnTheJdkThatWasFound() throws Exception {
        Installation place = new Installation(folder);
        Path jdk = place.jdk("jdks/25", "25.0.3");
        place.environment.put("JAVA_HOME", place.jdk("old", "1.8.0").toString());
        place.maven(true);
        place.run("plugins");
        assertEquals(List.of(jdk.toString()), Files.readAllLines(folder.resolve("maven.java")));
    }

    @Test
    void theRealProgramRunsQuietlyAndPassesItsExitCode() throws Exception {
        Path home = Path.of(System.getProperty("sluice.home"));
        assumeFalse(Files.notExists(home.resolve("engine/app/target/lib")), "the jars are built by the phase package");
        Installation place = new Installation(folder);
        place.environment.put("JAVA25_HOME", System.getProperty("java.home"));
        place.environment.put("SLUICE_NO_BUILD", "1");
        String launcher = home.resolve("sluice").toString();
        Outcome good = Installation.await(place.start(launcher, "run", "--sim-records", "50", "--out", "f.npy"));
        assertEquals(0, good.code(), good::toString);
        assertEquals("", good.err());
        assertTrue(good.out().contains("50 of features"), good::toString);
        assertTrue(Files.exists(folder.resolve("f.npy")));
        Outcome bad = Installation.await(place.start(launcher, "run", "--workers", "0"));
        bad.failsWith(2, "workers=0");
    }

    /// What the JVM says before the program runs is heard, and not among the data on standard output; but for the line
    /// by which it announces the Vector API.
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+NoSuchOption", "-Xmx900000g"})
    void aJvmThatCannotStartIsHeardOnStandardError(String option) throws Exception {
        Path home = Path.of(System.getProperty("sluice.home"));
        assumeFalse(Files.notExists(home.resolve("engine/app/target/lib")), "the jars are built by the phase package");
        Installation place = new Installation(folder);
        place.environment.put("JAVA25_HOME", System.getProperty("java.home"));
        place.environment.put("SLUICE_NO_BUILD", "1");
        place.environment.put("SLUICE_JAVA_OPTIONS", option);
        Outcome outcome = Installation.await(place.start(home.resolve("sluice").toString(), "run"));
        assertEquals(1, outcome.code(), outcome::toString);
        assertEquals("", outcome.out());
        assertTrue(
                outcome.err().matches("(?s).*(Unrecognized VM option|Could not reserve enough space).*"),
                outcome::toString);
    }

    @Test
    void theRealBenchmarksAreFoundAndHeardOnStandardError() throws Exception {
        Path home = Path.of(System.getProperty("sluice.home"));
        assumeFalse(Files.notExists(home.resolve("benchmarks/target/lib")), "the jars are built by the phase package");
        Installation place = new Installation(folder);
        place.environment.put("JAVA25_HOME", System.getProperty("java.home"));
        place.environment.put("SLUICE_NO_BUILD", "1");
        String launcher = home.resolve("sluice").toString();
        Outcome list = Installation.await(place.start(launcher, "bench", "RingBenchmark", "--list"));
        assertEquals(new Outcome(0, "RingBenchmark.emptyChunks\n", ""), list);
        Installation.await(place.start(launcher, "bench", "NothingLikeThis")).failsWith(2, "--list shows all of them");
    }

    @Test
    void controlCEndsAnEndlessRunWithCode130AndRemovesItsUnfinishedFile() throws Exception {
        Path home = Path.of(System.getProperty("sluice.home"));
        assumeFalse(Files.notExists(home.resolve("engine/app/target/lib")), "the jars are built by the phase package");
        Installation place = new Installation(folder);
        place.environment.put("JAVA25_HOME", System.getProperty("java.home"));
        place.environment.put("SLUICE_NO_BUILD", "1");
        // A shell in the background starts its children with the signal ignored.
        String env = "env --default-signal=INT ";
        assumeTrue(
                Installation.await(place.start("bash", "-c", env + "bash -c :")).code() == 0,
                "env cannot reset signals: it is not of coreutils 8.31 or newer");
        Path output = Files.createDirectory(folder.resolve("output"));
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            output.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process run = place.start(
                    "bash",
                    "-c",
                    "exec " + env + "'" + home.resolve("sluice")
                            + "' run --sim-records endless --quiet --out output/f.npy");
            assertNotNull(watch.poll(30, TimeUnit.SECONDS), "no unfinished file appeared within 30 s");
            Installation.await(place.start("bash", "-c", "kill -INT " + run.pid()));
            Outcome stopped = Installation.await(run);
            assertEquals(130, stopped.code(), stopped::toString);
            assertEquals("", stopped.out());
            assertTrue(
                    stopped.err()
                            .matches("sluice: interrupted: run simulation was stopped [^;]+; output/f.npy was not"
                                    + " written\n"),
                    stopped::toString);
        }
        assertEquals(List.of(), Outcome.names(output));
    }
}

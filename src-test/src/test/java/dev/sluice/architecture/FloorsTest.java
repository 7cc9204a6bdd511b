package dev.sluice.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The house has floors, each of which uses only those below.
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
final class FloorsTest {
    /// The floors of the core, from the ground up.
    private static final List<String> FLOORS = List.of(
            "record",
            "chunk",
            "selection",
            "waveform",
            "plugin",
            "store",
            "source",
            "analysis",
            "stream",
            "executor",
            "internal.plan",
            "internal.ring",
            "internal.feed",
            "internal.run",
            "context");

    /// The rooms of the kernels, from the ground up; the one without a name holds their values.
    private static final List<String> KERNELS = List.of(
            ".internal.memory",
            ".internal.loop",
            ".internal.wave",
            ".internal.time",
            ".internal.record",
            ".internal.feature",
            ".internal.filter",
            ".internal.hit",
            ".internal.event",
            ".internal.vector",
            "",
            ".channel",
            ".internal.check",
            ".time",
            ".record",
            ".feature",
            ".filter",
            ".hit",
            ".event");

    private static final int MOST_TYPES = 40;

    private static final String[] CORE = FLOORS.stream().map(FloorsTest::inside).toArray(String[]::new);

    @ArchTest
    static final ArchRule recordsUseTheJdkOnly = classes()
            .that()
            .resideInAPackage(inside("record"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", inside("record"));

    @ArchTest
    static final ArchRule kernelsUseTheJdkOnly = classes()
            .that()
            .resideInAPackage(inside("kernels"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jdk.incubator.vector..", inside("kernels"));

    @ArchTest
    static final ArchRule onlyOnePackageKnowsTheVectorModule = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.kernels.internal.vector")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule onlyKernelsWorkOnAddresses = noClasses()
            .that()
            .resideOutsideOfPackage(inside("kernels"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(inside("kernels.internal"))
            .because("it has no bounds and no lifetime; the kernels in dev.sluice.kernels check");

    @ArchTest
    static final ArchRule loopsDoNotKnowTheKernels = noClasses()
            .that()
            .resideInAPackage(inside("kernels.internal"))
            .and()
            .resideOutsideOfPackage("dev.sluice.kernels.internal.check")
            .should()
            .dependOnClassesThat(resideInAPackage(inside("kernels"))
                    .and(DescribedPredicate.not(resideInAPackage(inside("kernels.internal"))))
                    .as("are public kernels or their values"));

    @ArchTest
    static final ArchRule waveformsBindKernelsToRecords = classes()
            .that()
            .resideInAPackage(inside("waveform"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.agrona.collections..", inside("kernels"), inside("record"), inside("waveform"));

    @ArchTest
    static final ArchRule theCoreUsesNoCodecAndNoCommandLine =
            classes().that().resideInAnyPackage(CORE).should().onlyDependOnClassesThat(allowedInTheCore());

    @ArchTest
    static final ArchRule theEngineIsKnownToContextsOnly = noClasses()
            .that()
            .resideOutsideOfPackages(inside("internal"), inside("context"), inside("benchmarks"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(inside("internal"));

    @ArchTest
    static final ArchRule theDisruptorIsKnownToTheRingOnly = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .and()
            .doNotHaveSimpleName("SlotRing")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.lmax..");

    @ArchTest
    static final ArchRule formatsDoNotKnowWhatIsMadeOfThem = noClasses()
            .that()
            .resideInAPackage(inside("formats"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(inside("columnar"), inside("session"), inside("app"));

    /// Found by the service loader: large libraries stay unloaded until their formats are asked for.
    @ArchTest
    static final ArchRule columnarFormatsUseFormatsAndAreKnownToNoOne = noClasses()
            .that()
            .resideInAPackage(inside("columnar"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(inside("session"), inside("host"), inside("app"), inside("internal"));

    @ArchTest
    static final ArchRule noOneKnowsColumnarFormats = noClasses()
            .that()
            .resideOutsideOfPackages(inside("columnar"), inside("benchmarks"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(inside("columnar"), "org.apache.arrow..", "com.google.flatbuffers..");

    /// What hosts share with the command line must not bring it along.
    @ArchTest
    static final ArchRule sessionsUseFormatsAndNoCommandLine =
            classes().that().resideInAPackage(inside("session")).should().onlyDependOnClassesThat(allowedInSessions());

    /// A host's standard output is its own.
    @ArchTest
    static final ArchRule sessionsPrintNothing = noClasses()
            .that()
            .resideInAPackage(inside("session"))
            .should(ACCESS_STANDARD_STREAMS)
            .orShould()
            .callMethod(System.class, "exit", int.class);

    /// Nothing stands between a host and the engine: no file, no process, and nothing is printed.
    @ArchTest
    static final ArchRule hostsAreCalledInTheirOwnProcess = noClasses()
            .that()
            .resideInAPackage(inside("host"))
            .should(ACCESS_STANDARD_STREAMS)
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName(ProcessBuilder.class.getName())
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName(Runtime.class.getName())
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.net..", "java.nio.channels..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName(java.nio.file.Files.class.getName());

    @ArchTest
    static final ArchRule hostsKnowNoCommandLine = noClasses()
            .that()
            .resideInAPackage(inside("host"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(inside("app"), inside("internal"), inside("benchmarks"));

    @ArchTest
    static final ArchRule nothingDependsOnBenchmarks = noClasses()
            .that()
            .resideOutsideOfPackage(inside("benchmarks"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(inside("benchmarks"));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.sluice.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .that()
            .doNotHaveSimpleName("ExecutorManager")
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
            .because("the name ExecutorManager is promised by the contract, any other says what a thing is");

    @ArchTest
    static final ArchRule classesAreFinalUnlessMadeForExtension = classes()
            .that()
            .resideOutsideOfPackage(inside("benchmarks"))
            .and()
            .areNotInterfaces()
            .should(beFinalAbstractOrSealed());

    @ArchTest
    static void eachFloorUsesOnlyThoseBelow(JavaClasses classes) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            List<String> higher = new ArrayList<>(List.of(CORE).subList(floor + 1, CORE.length));
            higher.addAll(List.of(
                    inside("formats"),
                    inside("columnar"),
                    inside("session"),
                    inside("host"),
                    inside("app"),
                    inside("benchmarks")));
            noClasses()
                    .that()
                    .resideInAPackage(CORE[floor])
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(higher.toArray(String[]::new))
                    .because("floors are " + FLOORS + " from the ground up")
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @ArchTest
    static void eachRoomOfTheKernelsUsesOnlyThoseBelow(JavaClasses classes) {
        List<String> rooms =
                KERNELS.stream().map(room -> "dev.sluice.kernels" + room).toList();
        for (int room = 0; room < rooms.size() - 1; room++) {
            noClasses()
                    .that()
                    .resideInAPackage(rooms.get(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(rooms.subList(room + 1, rooms.size()).toArray(String[]::new))
                    .because("the rooms of the kernels are " + rooms + " from the ground up")
                    .check(classes);
        }
    }

    @ArchTest
    static void everyRoomOfTheKernelsIsKnownAndHasNoMoreThanFortyTypes(JavaClasses classes) {
        Map<String, Long> types = classes.stream()
                .filter(type -> type.isTopLevelClass()
                        && type.getPackageName().startsWith("dev.sluice.kernels")
                        && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertEquals(
                KERNELS.stream().map(room -> "dev.sluice.kernels" + room).collect(Collectors.toSet()), types.keySet());
        types.forEach((room, count) -> assertTrue(count <= MOST_TYPES, room + " has " + count + " types"));
    }

    private static String inside(String part) {
        return "dev.sluice." + part + "..";
    }

    private static DescribedPredicate<JavaClass> allowedInTheCore() {
        DescribedPredicate<JavaClass> allowed = resideInAPackage("java..")
                .or(resideInAPackage(inside("kernels")))
                .or(resideInAPackage("com.lmax.disruptor.."))
                .or(resideInAPackage("org.agrona.."));
        for (String floor : CORE) {
            allowed = allowed.or(resideInAPackage(floor));
        }
        return describe("the JDK, kernels, the core itself, Disruptor and Agrona", allowed);
    }

    private static DescribedPredicate<JavaClass> allowedInSessions() {
        DescribedPredicate<JavaClass> allowed = resideInAPackage("java..")
                .or(resideInAPackage(inside("kernels")))
                .or(resideInAPackage(inside("formats")))
                .or(resideInAPackage(inside("session")))
                .or(resideInAPackage("org.tomlj.."));
        for (String floor : CORE) {
            allowed = floor.contains("internal") ? allowed : allowed.or(resideInAPackage(floor));
        }
        return describe("the JDK, kernels, what users see of the core, formats, sessions and tomlj", allowed);
    }

    private static ArchCondition<JavaClass> beFinalAbstractOrSealed() {
        return new ArchCondition<>("be final, abstract or sealed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.isEnum()
                        || type.isAnonymousClass()
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open for extension by chance"));
            }
        };
    }
}

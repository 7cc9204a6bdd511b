package dev.sluice.benchmarks.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.kernels.feature.PeakChargeKernel;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterKernel;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class GateCaseTest {
    /// What computes, but is not named a kernel.
    private static final Set<String> OTHERS = Set.of("HitOrder", "NumberedHitSum", "RecordLinks", "TimeBounds");

    /// Computes filters, each of which has a case of its own.
    private static final String FILTERS = FilterKernel.class.getSimpleName();

    @Test
    void everyKernelAndFilterHasACase() {
        Set<String> offered = new ClassFileImporter()
                .importPackages("dev.sluice.kernels").stream()
                        .filter(each -> !each.getPackageName().contains(".internal"))
                        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(GateCaseTest::computes)
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> measured = GateCase.all().stream()
                .map(each -> each.kernel().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(offered, measured);
    }

    private static boolean computes(JavaClass each) {
        return each.getSimpleName().endsWith("Kernel") && !each.getSimpleName().equals(FILTERS)
                || each.isAssignableTo(Filter.class) && !each.getModifiers().contains(JavaModifier.ABSTRACT)
                || OTHERS.contains(each.getSimpleName());
    }

    @Test
    @Tag("slow")
    void everyCaseHasVerifiedItsKernelBesideATwinAndHasAFloorBelowWhatIsUsual() {
        for (GateCase each : GateCase.all()) {
            try (KernelCase kernel = each.made().get()) {
                kernel.kernel();
                kernel.twins().forEach(twin -> twin.pass().run());
                assertTrue(kernel.floor() > 0, kernel.name());
                assertTrue(kernel.records() > 0 && kernel.bytes() > 0, kernel.name());
                // Where there is no C compiler, what is held to C alone has no twin.
                assertTrue(
                        !kernel.twins().isEmpty()
                                || each.kernel() == PeakChargeKernel.class
                                || HitCases.twins().isEmpty(),
                        kernel.name());
            }
        }
    }
}

package org.nfs41.conformance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.CheckInfo;
import org.nfs41.conformance.run.Sections;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class CatalogueTest {
    /** Sections of which every statement is named by a check, or has a reason why none can. */
    private static final List<String> FINISHED =
            List.of(
                    "2.4", "2.6", "2.10", "8.3", "8.4", "16.2", "18.33", "18.34", "18.35", "18.36",
                    "18.37", "18.46", "18.50", "18.51");

    private final Catalogue catalogue = Catalogue.load();
    private final Sections sections = Sections.load();
    private final List<CheckInfo> checks = CheckClasses.everything();

    @Test
    void holdsEveryStatementOfTheRfc() {
        assertThat(catalogue.all()).filteredOn(r -> r.level() == Level.MUST).hasSize(709);
        assertThat(catalogue.all()).filteredOn(r -> r.level() == Level.SHOULD).hasSize(256);
        assertThat(catalogue.all()).allMatch(r -> r.id().startsWith(r.section() + "-R"));
    }

    @Test
    void checksNameRequirementsThatExistAndAreParaphrased() {
        SoftAssertions all = new SoftAssertions();
        for (CheckInfo check : checks) {
            for (String id : check.check().requirements()) {
                Requirement requirement = catalogue.find(id);
                all.assertThat(requirement).as("%s names %s", check.id(), id).isNotNull();
                if (requirement != null) {
                    all.assertThat(requirement.paraphrase())
                            .as("paraphrase of %s in requirements.tsv, for %s", id, check.id())
                            .isNotBlank();
                }
            }
        }
        all.assertAll();
    }

    @Test
    void finishedSectionsLeaveNothingOpen() {
        Set<String> named = named();
        assertThat(catalogue.all())
                .filteredOn(requirement -> isIn(FINISHED, requirement.section()))
                .filteredOn(requirement -> !named.contains(requirement.id()))
                .allSatisfy(requirement -> {
                    assertThat(requirement.unchecked()).as(requirement.id()).isNotNull();
                    assertThat(requirement.paraphrase()).as(requirement.id()).isNotBlank();
                });
    }

    @Test
    void whatNoCheckCanShowIsNamedByNone() {
        Set<String> named = named();
        assertThat(catalogue.all())
                .filteredOn(requirement -> requirement.unchecked() != null)
                .extracting(Requirement::id)
                .doesNotContainAnyElementsOf(named);
    }

    private Set<String> named() {
        return checks.stream()
                .flatMap(check -> Arrays.stream(check.check().requirements()))
                .collect(Collectors.toSet());
    }

    private static boolean isIn(List<String> sections, String section) {
        return sections.stream().anyMatch(s -> section.equals(s) || section.startsWith(s + "."));
    }

    @Test
    void checksNameSectionsThatExist() {
        SoftAssertions all = new SoftAssertions();
        for (CheckInfo check : checks) {
            all.assertThat(check.sections()).as(check.id()).isNotEmpty();
            all.assertThat(check.sections()).as(check.id()).allMatch(sections::has);
        }
        all.assertAll();
    }

    @Test
    void checksAreDescribedAlike() {
        SoftAssertions all = new SoftAssertions();
        for (CheckInfo info : checks) {
            all.assertThat(info.id()).as("id").matches("[A-Z]+-[0-9]{3}");
            for (String text :
                    List.of(info.check().rule(), info.check().sends(), info.check().accepts())) {
                all.assertThat(text).as(info.id()).isNotBlank().doesNotEndWith(".");
            }
            all.assertThat(info.check().bugs()).as(info.id()).allMatch(b -> b.matches("B-\\d{3}"));
            all.assertThat(info.method().getParameterTypes())
                    .as(info.id())
                    .containsExactly(CheckContext.class);
        }
        all.assertAll();
    }
}

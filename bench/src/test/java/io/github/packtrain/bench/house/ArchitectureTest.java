package io.github.packtrain.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows and the purity of the rooms, on the real classes and on planted violations. */
class ArchitectureTest {
  private static final String ROOT = "io.github.packtrain";
  private static final String PLANTED = ROOT + ".bench.house.planted";

  private static final JavaClasses REAL =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(ROOT);
  private static final JavaClasses FALSE = new ClassFileImporter().importPackages(PLANTED);

  @Test
  void theRoomsKeepToTheirArrowsAndStayPure() {
    assertThat(REAL).hasSizeGreaterThan(10);
    assertThat(violations(rules(ROOT), REAL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model.Planted$UsesLibrary        | model stands on the JDK alone
          core.Planted$KnowsTheJournal     | core may know only [model]
          core.Planted$ReadsTheClock       | take them as parameters
          core.Planted$ReadsTheEnvironment | take them as parameters
          core.Planted$Throws              | take them as parameters
          core.Planted$Names               | take them as parameters
          core.Planted$Starts              | take them as parameters
          core.Planted$WritesFiles         | see nothing but commands
          core.Planted$TakesLocks          | see nothing but commands
          core.Planted$Prints              | see nothing but commands
          session.Planted                  | instead of locking
          search.Planted$MakesHashMap      | use LinkedHashMap
          search.Planted$MakesHashSet      | use LinkedHashMap
          search.Planted$CopiesSets        | use LinkedHashMap
          search.Planted$MakesSmallMap     | use LinkedHashMap
          search.Planted$Collects          | use LinkedHashMap
          search.Planted$RoundsFreely      | use StrictMath
          worker.Planted$Deserializes      | use protobuf
          worker.Planted$Exits             | only a main may end
          master.a                         | a cycle of packages
          simulator.replay.Planted$Orders  | the core decides
          simulator.replay.Planted$Places  | the core decides
          """)
  void aPlantedViolationIsFound(String culprit, String advice) {
    assertThat(violations(rules(PLANTED), FALSE))
        .anySatisfy(found -> assertThat(found).contains(advice).contains(culprit));
  }

  @Test
  void theInnocentPass() {
    assertThat(violations(rules(PLANTED), FALSE))
        .noneSatisfy(found -> assertThat(found).contains("$Innocent"));
  }

  private static List<ArchRule> rules(String root) {
    List<ArchRule> rules = new ArrayList<>(new Arrows(root).rules());
    rules.addAll(new Purity(root).rules());
    return rules;
  }

  private static List<String> violations(List<ArchRule> rules, JavaClasses classes) {
    List<String> found = new ArrayList<>();
    for (ArchRule rule : rules) {
      EvaluationResult result = rule.evaluate(classes);
      for (String detail : result.getFailureReport().getDetails()) {
        found.add(detail + "\n  rule: " + rule.getDescription());
      }
    }
    return found;
  }
}

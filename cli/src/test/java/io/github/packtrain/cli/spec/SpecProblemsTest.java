package io.github.packtrain.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with mistakes, and what is said about them, whole. */
class SpecProblemsTest {
  private static final String STUDY =
      """
      kind: study
      name: s
      objectives: [{metric: accuracy, goal: max}]
      trial: {handler: noop}
      """;

  static Stream<Arguments> keysAndBodies() {
    return Stream.of(
        file(
            "a misspelt key",
            """
            kind: job
            comand: [ls]
            command: [ls]
            """,
            """
            error: f.yaml:2:1: unknown key 'comand'
              a key that nothing reads would be lost without a word
              hint: did you mean 'command'?
              code: SPEC.unknown_key
            """),
        file(
            "a misspelt key further in",
            """
            kind: job
            command: [ls]
            resources:
              memroy: 8GB
            """,
            """
            error: f.yaml:4:3: unknown key 'memroy' in resources
              a key that nothing reads would be lost without a word
              hint: did you mean 'memory'?
              code: SPEC.unknown_key
            """),
        file(
            "several mistakes at once, in the order of the file",
            """
            kind: job
            command: [ls]
            limit: 90
            priority: 300
            resources: {cpu: many, gpu: {count: 1, share: 1.5}}
            color: red
            """,
            """
            error: f.yaml has 5 problems
              f.yaml:3:8: limit: 90 is not a duration
                  write a number with a unit, such as 90s, 5m, 2h, 1h30m or 1d
              f.yaml:4:11: priority: 300 is out of range
                  use 0 to 100
              f.yaml:5:18: resources.cpu: 'many' is not a number of cores
                  write cores such as 4 or 0.5, or thousandths such as 500m
              f.yaml:5:47: resources.gpu.share: 1.5 is not a share of a device
                  write more than 0 and at most 1, such as 0.5
              f.yaml:6:1: unknown key 'color'
                  the keys here are: kind, apiVersion, queue, priority, resources,
                  topology, command, run, handler, env, workdir, retry, limit, grace,
                  lease, result, max_parallel, estimate, deadline, deadline_firm, gang,
                  preemptible, task_kind, model, family, batch, shares, after, name,
                  array, entries, grid
              hint: docs/reference/job-and-study-files.md lists every key
              code: SPEC.value
            """),
        file(
            "nothing to run",
            "kind: job\n",
            """
            error: f.yaml:1:1: nothing says what to run
              nothing stands in for it
              hint: add command: [python3, train.py], run: with a shell script, or handler:
              code: SPEC.missing
            """),
        file(
            "a command in one text",
            "kind: job\ncommand: python3 train.py\n",
            """
            error: f.yaml:2:10: command: it is one text, not a list of words
              other values are not guessed at
              hint: write [python3, train.py], or use run: for the shell
              code: SPEC.value
            """),
        file(
            "two bodies",
            "kind: job\ncommand: [ls]\nhandler: noop\n",
            """
            error: f.yaml:3:10: handler: there is command: as well
              only one of them can hold
              hint: keep one of command, handler
              code: SPEC.value
            """),
        file(
            "no kind",
            "command: [ls]\n",
            """
            error: f.yaml:1:1: nothing says what the file describes
              nothing stands in for it
              hint: add kind: job, kind: jobs or kind: study
              code: SPEC.missing
            """));
  }

  static Stream<Arguments> formsOfFiles() {
    return Stream.of(
        file(
            "an unknown kind",
            "kind: jobb\n",
            """
            error: f.yaml:1:7: kind: 'jobb' is not possible
              other values are not guessed at
              hint: did you mean 'job'?
              code: SPEC.value
            """),
        file(
            "a newer format",
            "apiVersion: packtrain/v9\nkind: job\ncommand: [ls]\n",
            """
            error: f.yaml:1:13: apiVersion: 'packtrain/v9' is not possible
              other values are not guessed at
              hint: did you mean 'packtrain/v1'?
              code: SPEC.value
            """),
        file(
            "YAML that is none",
            "kind: job\n name: x\n",
            """
            error: f.yaml:2:6: mapping values are not allowed here
              the text goes against the rules of YAML
              hint: correct the line; see docs/reference/job-and-study-files.md
              code: SPEC.yaml
            """),
        file(
            "a tab",
            "kind: job\n\tname: x\n",
            """
            error: f.yaml:2:1: a tab cannot indent; use spaces
              the text goes against the rules of YAML
              hint: correct the line; see docs/reference/job-and-study-files.md
              code: SPEC.yaml
            """),
        file(
            "a key twice",
            "kind: job\ncommand: [ls]\ncommand: [cat]\n",
            """
            error: f.yaml:3:1: the key 'command' stands in line 2 already
              the text goes against the rules of YAML
              hint: correct the line; see docs/reference/job-and-study-files.md
              code: SPEC.yaml
            """),
        file(
            "an alias inside of itself",
            "kind: job\nenv: &a {x: *a}\n",
            """
            error: f.yaml:2:6: the file is too large or too deep (an alias inside of what it names?)
              the text goes against the rules of YAML
              hint: correct the line; see docs/reference/job-and-study-files.md
              code: SPEC.yaml
            """),
        file(
            "a list instead of a file",
            "- kind: job\n",
            """
            error: f.yaml:1:1: the file is a list, not a mapping
              each key takes values of one form
              hint: write keys and values, such as  key: value
              code: SPEC.type
            """),
        file(
            "nothing at all",
            "",
            """
            error: f.yaml:1:1: the file is empty, not a mapping
              each key takes values of one form
              hint: write keys and values, such as  key: value
              code: SPEC.type
            """),
        file(
            "a range that runs backwards",
            "kind: job\ncommand: [ls]\narray: 9-3\n",
            """
            error: f.yaml:3:8: array: '9-3' is not a range of numbers
              other values are not guessed at
              hint: write numbers and ranges such as 1-200, 0-10:2 or 1,3,5-8
              code: SPEC.value
            """),
        file(
            "an array and a grid",
            "kind: job\ncommand: [ls]\narray: 3\ngrid: {a: [1]}\n",
            """
            error: f.yaml:4:7: grid: there is array: as well
              only one of them can hold
              hint: keep one of array, grid
              code: SPEC.value
            """),
        file(
            "a share of several devices",
            "kind: job\ncommand: [ls]\nresources: {gpu: {count: 2, share: 0.5}}\n",
            """
            error: f.yaml:3:36: resources.gpu.share: a share is of one device, but count is 2
              other values are not guessed at
              hint: leave out count, or leave out share
              code: SPEC.value
            """));
  }

  static Stream<Arguments> parametersAndSpaces() {
    return Stream.of(
        file(
            "a back-off that is none",
            "kind: job\ncommand: [ls]\nretry: {backoff: 60s..1s}\n",
            """
            error: f.yaml:3:18: retry.backoff: '60s..1s' is not a range of durations
              other values are not guessed at
              hint: write one such as 1s..60s
              code: SPEC.value
            """),
        file(
            "a parameter that nobody gave",
            "kind: job\nparameters: {table: {type: path}}\ncommand: [cat, \"${table}\"]\n",
            """
            error: f.yaml:2:21: the parameter 'table' has no value
              a parameter is declared below parameters:, with a value there or by --set
              hint: give it one: --set table=VALUE
              code: SPEC.parameter
            """),
        file(
            "a reference to no parameter",
            "kind: job\nparameters: {table: a}\ncommand: [cat, \"${tabel}\"]\n",
            """
            error: f.yaml:3:16: '${tabel}' names no parameter of this file
              a parameter is declared below parameters:, with a value there or by --set
              hint: did you mean 'table'?
              code: SPEC.parameter
            """),
        file(
            "a study without anything",
            "kind: study\n",
            """
            error: f.yaml has 4 problems
              f.yaml:1:1: the study has no name
                  add name:, under which it is resumed and found again
              f.yaml:1:1: objectives: there is no objective
                  name a metric and its goal, such as accuracy, max
              f.yaml:1:1: space: there is no parameter
                  name at least one parameter
              f.yaml:1:1: nothing says what a trial runs
                  add trial: with a command or a handler
              hint: docs/reference/job-and-study-files.md lists every key
              code: SPEC.missing
            """),
        file(
            "a space with mistakes of the reader's kind",
            STUDY
                + "space:\n  lr: {float: [0.1, x], logg: true}\n  op: {choice: a}\n  n: {int: [1, 2.5]}\n  m: {}\n",
            """
            error: f.yaml has 5 problems
              f.yaml:6:21: space.lr.float: 'x' is not a finite number
                  write a number such as 1e-3
              f.yaml:6:25: unknown key 'logg' in space.lr
                  did you mean 'log'?
              f.yaml:7:16: space.op.choice: it is not a list
                  write [VALUE, VALUE, ...]
              f.yaml:8:16: space.n.int: 2.5 is not a whole number
                  write a number such as 3
              f.yaml:9:6: 'm' has no values
                  add one of float, int, choice, ordinal, bool
              hint: docs/reference/job-and-study-files.md lists every key
              code: SPEC.value
            """),
        file(
            "a space with mistakes that the study finds",
            STUDY
                + """
                space:
                  lr: {float: [0.1, 0.01], log: true}
                  op: {choice: [a, b]}
                  k: {int: [1, 3], when: {opp: a}}
                  d: {int: [1, 3], default: 9}
                """,
            """
            error: f.yaml has 3 problems
              f.yaml:6:3: space.lr: the minimum 0.1 is not below the maximum 0.01
                  write the smaller number first
              f.yaml:8:27: space.k.when.opp: 'k' depends on 'opp', which is not a parameter
                  did you mean 'op'? known are lr, op
              f.yaml:9:20: space.d.default: the default 9 is outside the parameter's values
                  choose from int [1, 3]
              hint: docs/reference/job-and-study-files.md lists every key
              code: SPEC.space_range
            """));
  }

  static Stream<Arguments> algorithmsAndBudgets() {
    return Stream.of(
        file(
            "an algorithm that does not exist",
            STUDY + "space: {x: {int: [1, 9]}}\nalgorithm: {name: evolutoin, population: 4}\n",
            """
            error: f.yaml:6:13: algorithm.name: there is no algorithm 'evolutoin'
              a study starts only when all of its file can be carried out
              hint: did you mean 'evolution'? known are random, grid, evolution, genetic
              code: SPEC.algorithm_unknown
            """),
        file(
            "an option that the algorithm does not have",
            STUDY + "space: {x: {int: [1, 9]}}\nalgorithm: {name: evolution, tournamnet: 4}\n",
            """
            error: f.yaml:6:30: unknown key 'tournamnet' in algorithm
              a key that nothing reads would be lost without a word
              hint: did you mean 'tournament'?
              code: SPEC.unknown_key
            """),
        file(
            "an option out of range",
            STUDY + "space: {x: {int: [1, 9]}}\nalgorithm: {name: evolution, population: 1}\n",
            """
            error: f.yaml:6:30: algorithm.population: the value 1 is not possible
              a study starts only when all of its file can be carried out
              hint: choose from int [2, 10000]
              code: SPEC.algorithm_option
            """),
        file(
            "a budget out of range and an objective without a goal",
            """
            kind: study
            name: s
            objectives: [{metric: accuracy}]
            space: {x: {int: [1, 9]}}
            budget: {trials: 0, wall: soon}
            trial: {handler: noop}
            """,
            """
            error: f.yaml has 3 problems
              f.yaml:3:14: the objective has no goal
                  add goal: max or goal: min
              f.yaml:5:18: budget.trials: 0 is out of range
                  use 1 to 1000000
              f.yaml:5:27: budget.wall: 'soon' is not a duration
                  write a number with a unit, such as 90s, 5m, 2h, 1h30m or 1d
              hint: docs/reference/job-and-study-files.md lists every key
              code: SPEC.missing
            """),
        file(
            "a misspelt key in a trial",
            STUDY.replace("noop}", "noop, limitt: 5m}") + "space: {x: {int: [1, 9]}}\n",
            """
            error: f.yaml:4:24: unknown key 'limitt' in trial
              a key that nothing reads would be lost without a word
              hint: did you mean 'limit'?
              code: SPEC.unknown_key
            """));
  }

  private static Arguments file(String name, String yaml, String expected) {
    return Arguments.of(name, yaml, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"keysAndBodies", "formsOfFiles", "parametersAndSpaces", "algorithmsAndBudgets"})
  void says(String name, String yaml, String expected) {
    Failure failure =
        catchThrowableOfType(
            Failure.class,
            () ->
                SpecFile.parse(
                    "f.yaml", yaml, Map.of(), Path.of("/jobs"), Path.of("/here"), SpecFlags.NONE));
    assertThat(failure).as(name).isNotNull();
    assertThat(String.join("\n", failure.lines()) + "\n").isEqualTo(expected);
    assertThat(failure.exit()).isEqualTo(ExitCode.USAGE);
  }
}

package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.tree.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "sumbit|packtrain has no command 'sumbit'|did you mean 'submit'?|USAGE.command",
        "frobnicate|packtrain has no command 'frobnicate'|its commands are: up,|USAGE.command",
        "job shw|packtrain job has no command 'shw'|did you mean 'show'?|USAGE.command",
        "study bset x|packtrain study has no command 'bset'|did you mean 'best'?|USAGE.command",
        "submit --nmae x ls|packtrain submit has no flag --nmae|did you mean --name?|USAGE.flag",
        "ps --colour|packtrain ps has no flag --colour|packtrain ps --help|USAGE.flag",
        "job show|missing: JOB|packtrain job show --help|USAGE.missing",
        "submit|nothing says what to run|packtrain submit -- python3 train.py|USAGE.command",
        "submit --limit 5 ls|--limit: '5' is not a duration|write a number with a unit|USAGE.value",
        "submit --gpu 1.5 ls|--gpu: '1.5' is not a request for GPUs|write a number (2)|USAGE.value",
        "submit --mem 8 ls|--mem: '8' is not a size|write a number with a unit|USAGE.value",
        "submit --env X ls|--env: 'X' is not a name and a value|write NAME=VALUE|USAGE.value",
        "submit --after-ok foo ls|the job: after.ok: 'foo' is no job to wait for|write J42|SPEC.value",
        "submit --after-keep ls|the job: after.keep: there is nothing that has to succeed|name jobs|SPEC.value",
        "submit --deadline x ls|the job: deadline: 'x' is not a time|write a day, a time|SPEC.value",
        "submit --retries x ls|the job: retry: 'x' is not a whole number|write a number|SPEC.value",
        "submit --array x ls|the job: array: 'x' is not a range of numbers|write numbers|SPEC.value",
        "submit --set x=1 ls|--set is given without --file|name the file with -f|USAGE.set",
        "submit --gpu= ls|--gpu is empty|give it a value, or leave the flag out|USAGE.empty",
        "run --deadline= -- ls|--deadline is empty|give it a value|USAGE.empty",
        "ps --master=|--master is empty|give it a value|USAGE.empty",
        "ps -o xml|--output: 'xml' is not one of its values|choose from: table, json|USAGE.value",
        "sim run -o hmtl|--output: 'hmtl' is not one of its values|did you mean 'html'?|USAGE.value",
        "token create x --role amdin|--role: 'amdin' is not one of its values|did you mean 'admin'?|USAGE.value",
        "up --workers x|--workers: 'x' is not a whole number within range|write a number such as 4|USAGE.value",
        "job list --limit 0|--limit: 0 is out of range|use 1 to 100000|USAGE.value",
        "sim run --load x|--load: 'x' is not a number|write a number such as 0.5|USAGE.value",
        "help nope|packtrain has no command 'nope'|its commands are: up|USAGE.command",
        "help sumbit|packtrain has no command 'sumbit'|did you mean 'submit'?|USAGE.command",
        "reservation add x|nothing says until when the reservation holds|give it --for|USAGE.end",
        "reservation add x --for 2h --end 2030-12-01T08:00:00Z|both --end and --for are given|give it --for|USAGE.end",
        "reservation add x --end soon|--end: 'soon' is not a time|write a day, a time|USAGE.value",
        "submit --priority 101 ls|the job: priority: 101 is out of range|use 0 to 100|SPEC.value",
        "ps --master a --data b|both --master and --data are given|name the master|USAGE.target",
        "ps --master ftp://x|'ftp://x' is not the address of a master|write host:port|USAGE.master",
        "job cancel 4x --master localhost:1|'4x' is not a job|write J42, 42 or last|USAGE.job",
        "task show J4/x --master localhost:1|'J4/x' is not a task|write J42/17|USAGE.task",
        "master --heartbeat 1|--heartbeat: '1' is not a duration|write a number with|USAGE.value",
        "up --heartbeat 500ms|a heartbeat of 500ms is too short|use --heartbeat 1s|USAGE.heartbeat",
        "up --heartbeat 15s|workers cannot be lost after 30s|use --lost-after 45s|USAGE.lost_after",
        "master --lost-after 2d|workers cannot be lost after 2d|use --lost-after|USAGE.lost_after",
        "master --user-requests 0|--user-requests: '0' is not a positive number|write a number|USAGE.value",
        "master --placement bst|there is no placement policy 'bst'|packtrain policy list|PLACEMENT_POLICY_UNKNOWN",
        "sim run --order soj|there is no queue order 'soj'|did you mean 'sjf'?|ORDER_UNKNOWN",
        "sim run --order las:x=1|queue order las has no option 'x'|leave it out, or choose|ORDER_OPTION",
        "sim run --order las:x|cannot read the order 'las:x'|write it as name:|ORDER_OPTION",
        "sim run --policy fdg|there is no placement policy 'fdg'|did you mean 'fgd'?|PLACEMENT_POLICY_UNKNOWN",
        "demo --workers 0|--workers: 0 is out of range|use 1 to 32|USAGE.value",
        "reservation add x --gpus 0 --for 1h|--gpus: 0 is out of range|use 1 to 10000|USAGE.value",
        "demo --run-time soon|--run-time: 'soon' is not a duration|write a number|USAGE.value",
        "policy shadow score --stop|both a name and --stop are given|packtrain policy shadow|USAGE.policy",
        "policy|nothing says what to do with policies|packtrain policy list|USAGE.policy",
        "policy set --queue a|nothing says which policy to set|packtrain policy set|USAGE.policy",
        "policy set --order sjf --placement packing|both --order and --placement are given|set one|USAGE.policy",
        "policy set --placement packing --queue a|a queue has no placement of its own|leave --queue out|USAGE.policy",
        "policy set --order sjf repack|'repack' is not an option with a value|write OPTION=VALUE|USAGE.value",
        "events --type x|--type: 'x' is no type of event|types are: added, admitted,|USAGE.type",
        "up --workers 0|--workers: 0 is out of range|use 1 to 256|USAGE.value",
        "worker|nothing says what to do with workers|packtrain worker list|USAGE.worker"
      })
  void mistakesAreSaidInThreeParts(String line, String message, String hint, String code) {
    CommandRun run = CommandRun.alone(home, line.split(" "));
    assertThat(run.err())
        .startsWith("error: " + message + "\n")
        .contains("  hint: " + hint)
        // Between what happened and what to do stands why.
        .containsPattern("\\Aerror: [^\n]+\n  (?!hint: )\\S")
        .endsWith("  code: " + code + "\n");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain",
        "worker show",
        "job show",
        "study pause",
        "reservation remove",
        "spec check"
      })
  void anEmptyNameIsAVariableThatIsNotSet(String command) {
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.addAll(List.of("", "-o", "json"));
    CommandRun run = CommandRun.alone(home, line.toArray(String[]::new));
    assertThat(run.err()).contains(" is empty\n  an empty value is nearly always a variable");
    assertThat(JsonText.read(run.out()).text("error.code")).isEqualTo("USAGE.empty");
    assertThat(JsonText.read(run.out()).text("error.why")).isNotEmpty();
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void anEmptyWordOfACommandIsItsOwn() {
    CommandRun run = CommandRun.alone(home, "submit", "--after-ok", "foo", "--", "echo", "");
    assertThat(run.err()).contains("after.ok: 'foo'");
  }

  @Test
  void quotesAroundAWholeCommandAreNoticed() {
    CommandRun run = CommandRun.alone(home, "submit", "--", "python3 train.py");
    assertThat(run.err())
        .contains("the quotes make 'python3 train.py' the name of a program")
        .contains("hint: packtrain submit -- python3 train.py");
  }

  @Test
  void withJsonAMistakeIsJsonToo() {
    CommandRun run = CommandRun.alone(home, "ps", "-o", "json", "--nope");
    assertThat(JsonText.read(run.out()).text("error.code")).isEqualTo("USAGE.flag");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void aMasterThatIsNotThereIsCode6() {
    CommandRun run = CommandRun.alone(home, "ps", "--master", "127.0.0.1:1");
    assertThat(run.err())
        .isEqualTo(
            """
            error: the master at http://127.0.0.1:1 cannot be reached
              nothing listens there
              hint: check the address and that the master runs there
              code: MASTER_UNREACHABLE
            """);
    assertThat(run.exit()).isEqualTo(6);
  }

  @Test
  void aFileThatIsNotThereIsCode3() {
    CommandRun run = CommandRun.alone(home, "spec", "check", "no.yaml");
    assertThat(run.err()).startsWith("error: there is no file no.yaml\n");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void aStudyFileIsNotAJob() throws Exception {
    Files.writeString(
        home.resolve("s.yaml"),
        "kind: study\nname: s\nobjectives: [{metric: a, goal: max}]\n"
            + "space: {x: {int: [1, 2]}}\ntrial: {handler: noop}\n");
    CommandRun run = CommandRun.alone(home, "submit", "-f", "s.yaml");
    assertThat(run.err())
        .contains("describes the study 's', not a job")
        .contains("hint: packtrain study run s.yaml");
    assertThat(CommandRun.alone(home, "spec", "check", "s.yaml").out())
        .isEqualTo("s.yaml: study 's', no problems\n");
  }

  @Test
  void eachSettingSaysWhereItComesFrom() throws Exception {
    Files.createDirectories(home.resolve(".config/packtrain"));
    Path file = home.resolve(".config/packtrain/config.yaml");
    Files.writeString(file, "master: cluster:7070\ntoken: abc\nuser_tasks: 7\n");
    Map<String, String> environment = new HashMap<>(CommandRun.environment(home));
    environment.put("PACKTRAIN_OUTPUT", "table");
    CommandRun run =
        CommandRun.run(
            environment,
            home,
            _ -> {
              throw new IllegalStateException();
            },
            "config",
            "show",
            "--token-file",
            "t");
    assertThat(run.out().replaceAll(" {2,}", " | "))
        .isEqualTo(
            """
            SETTING | VALUE | ORIGIN
            master | cluster:7070 | file %1$s
            data | %2$s | default
            token | (set) | file %1$s
            token_file | t | flag --token-file
            output | table | environment PACKTRAIN_OUTPUT
            heartbeat | 10s | default
            lost_after | 30s | default
            user_requests | 20000 | default
            user_tasks | 7 | file %1$s
            placement | packing | default
            policies | - | default
            task_user | - | default
            """
                .formatted(file, home.resolve(".local/share/packtrain/default")));
  }

  @Test
  void aMisspeltKeyOfTheConfigurationIsShown() throws Exception {
    Files.createDirectories(home.resolve(".config/packtrain"));
    Files.writeString(home.resolve(".config/packtrain/config.yaml"), "\nmatser: x\n");
    CommandRun run = CommandRun.alone(home, "ps");
    assertThat(run.err())
        .contains("config.yaml:2:1: unknown key 'matser'")
        .contains("did you mean 'master'?");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void everyCommandAndFlagIsDescribed() {
    Cli cli =
        new Cli(
            io.github.packtrain.cli.terminal.Terminal.ofProcess(Map.of()),
            Map.of(),
            home,
            _ -> {
              throw new IllegalStateException();
            });
    List<String> bare = new ArrayList<>();
    collect(Packtrain.commandLine(cli), bare);
    assertThat(bare).isEmpty();
  }

  private static void collect(CommandLine line, List<String> bare) {
    var spec = line.getCommandSpec();
    if (spec.usageMessage().description().length == 0) {
      bare.add(spec.qualifiedName());
    }
    spec.args().stream()
        .filter(arg -> arg.description().length == 0)
        .forEach(arg -> bare.add(spec.qualifiedName() + " " + arg.paramLabel()));
    line.getSubcommands().values().forEach(below -> collect(below, bare));
  }
}

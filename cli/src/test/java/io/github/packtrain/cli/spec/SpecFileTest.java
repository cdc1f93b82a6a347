package io.github.packtrain.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What files become. Every request is read back by protobuf's own reader of JSON, which refuses
 * fields that the protocol does not have.
 */
class SpecFileTest {
  @Test
  void aSmallJobHasItsDefaultsWritten() throws Exception {
    assertThat(
            job(
                """
                kind: job
                command: [python3, train.py]
                """))
        .isEqualTo(
            submit(
                """
                spec {
                  name: "train"
                  request { resources { cpu_milli: 1000 } }
                  command { argv: "python3" argv: "train.py" workdir: "/jobs" }
                  retry { max_attempts: 3 backoff_millis: 1000 backoff_max_millis: 60000 max_losses: 20 }
                }
                count: 1
                """));
  }

  @Test
  void everyKeyOfAJobArrives() throws Exception {
    assertThat(
            job(
                """
                apiVersion: packtrain/v1
                kind: job
                name: sweep
                queue: bench
                priority: high
                command: [python3, train.py, --fast]
                env: {MODE: offline, N: 3, ON: true}
                workdir: sub
                array: 2-10:4
                max_parallel: 2
                resources:
                  cpu: 500m
                  memory: 8GB
                  disk: 1GiB
                  gpu: {count: 2, memory: 16GB, model: [A100, H100], vendor: nvidia, compute_capability: 8.0}
                  labels: {zone: a}
                limit: 1h30m
                grace: 5s
                retry: {max: 5, backoff: 2s..10s, max_losses: 7}
                lease: stop
                result: [accuracy, loss]
                """))
        .isEqualTo(
            submit(
                """
                spec {
                  name: "sweep" queue: "bench" priority: 75
                  request {
                    resources { cpu_milli: 500 memory_bytes: 8000000000 disk_bytes: 1073741824 }
                    gpu { count: 2 gpu_milli: 1000 memory_bytes: 16000000000 models: "A100" models: "H100"
                          vendors: NVIDIA compute_capability: 80 }
                    labels { key: "zone" value: "a" }
                  }
                  command {
                    argv: "python3" argv: "train.py" argv: "--fast" workdir: "/jobs/sub"
                    environment { key: "MODE" value: "offline" }
                    environment { key: "N" value: "3" }
                    environment { key: "ON" value: "true" }
                  }
                  retry { max_attempts: 6 backoff_millis: 2000 backoff_max_millis: 10000 max_losses: 7 }
                  time_limit_millis: 5400000 grace_millis: 5000 lease_policy: STOP
                  required_metrics: "accuracy" required_metrics: "loss" max_parallel: 2
                }
                params: "{\\"array\\":2}" params: "{\\"array\\":6}" params: "{\\"array\\":10}"
                """));
  }

  @Test
  void aDeadlineMayBeFirm() throws Exception {
    var terms =
        job("kind: job\nhandler: noop\ndeadline: 2030-12-01T08:00:00Z\ndeadline_firm: true\n")
            .getSpec()
            .getTerms();
    assertThat(terms.getFirmDeadline()).isTrue();
    assertThat(terms.getDeadlineMillis()).isEqualTo(1_922_342_400_000L);
  }

  @Test
  void whatAJobWaitsForIsOneWordAListOrAMapping() throws Exception {
    assertThat(after("J7")).isEqualTo("dependencies {\n  on: \"J7\"\n}\n");
    assertThat(after("[J7/3, last]").lines()).hasSize(6);
    assertThat(after("{ok: J7, any: [8, 9/1], keep: true}"))
        .isEqualTo(
            """
            dependencies {
              on: "J7"
            }
            dependencies {
              on: "8"
              any: true
            }
            dependencies {
              on: "9/1"
              any: true
            }
            keep: true
            """);
  }

  private static String after(String text) throws Exception {
    return job("kind: job\nhandler: noop\nafter: " + text + "\n").getSpec().getAfter().toString();
  }

  @Test
  void jobsOfOneFileNameEachOther() throws Exception {
    SubmitJobsRequest.Builder expected = SubmitJobsRequest.newBuilder();
    com.google.protobuf.TextFormat.merge(
        """
        jobs { key: "prep" count: 1 spec { name: "prep" %1$s } }
        jobs { key: "train" params: "{\\"array\\":0}" params: "{\\"array\\":1}"
               spec { name: "training" %1$s after { dependencies { on: "prep" } } } }
        jobs { key: "report" count: 1
               spec { name: "report" %1$s after { dependencies { on: "train/1" any: true } } } }
        """
            .formatted(
                "request { resources { cpu_milli: 1000 } } handler { name: \"noop\" } retry {"
                    + " max_attempts: 3 backoff_millis: 1000 backoff_max_millis: 60000"
                    + " max_losses: 20 }"),
        expected);
    assertThat(
            read(
                """
                kind: jobs
                jobs:
                  prep: {handler: noop}
                  train: {handler: noop, name: training, array: 0-1, after: prep}
                  report: {handler: noop, after: {any: train/1}}
                """,
                SpecFlags.NONE,
                SubmitJobsRequest.newBuilder()))
        .isEqualTo(expected.build());
  }

  @Test
  void aPlainNumberCountsTasksWithoutParameters() throws Exception {
    SubmitJobRequest job = job("kind: job\nhandler: noop\narray: 1_000\n");
    assertThat(job.getCount()).isEqualTo(1000);
    assertThat(job.getParamsCount()).isZero();
    assertThat(job.getSpec().getName()).isEqualTo("noop");
  }

  @Test
  void aGridHasEveryCombinationInOrder() throws Exception {
    assertThat(
            job("kind: job\nhandler: noop\ngrid: {lr: [0.1, .01], seed: 1-2, op: adam}\n")
                .getParamsList())
        .containsExactly(
            "{\"lr\":0.1,\"seed\":1,\"op\":\"adam\"}",
            "{\"lr\":0.1,\"seed\":2,\"op\":\"adam\"}",
            "{\"lr\":0.01,\"seed\":1,\"op\":\"adam\"}",
            "{\"lr\":0.01,\"seed\":2,\"op\":\"adam\"}");
  }

  @Test
  void entriesAreMappingsOrValues() throws Exception {
    assertThat(
            job("kind: job\nhandler: noop\nentries: [{a: 1, b: no}, x, 7, '8']\n").getParamsList())
        .containsExactly(
            "{\"a\":1,\"b\":\"no\"}", "{\"entry\":\"x\"}", "{\"entry\":7}", "{\"entry\":\"8\"}");
  }

  @Test
  void aScriptIsForTheShellAndKeepsItsVariables() throws Exception {
    SubmitJobRequest job =
        job("kind: job\nparameters: {n: 3}\nworkdir: task\nrun: |\n  echo ${HOME} ${n} $${n}\n");
    assertThat(job.getSpec().getCommand().getArgvList())
        .containsExactly("sh", "-c", "echo ${HOME} 3 ${n}\n");
    assertThat(job.getSpec().getCommand().getWorkdir()).isEmpty();
  }

  @Test
  void gpusInOneWord() throws Exception {
    assertThat(gpu("2")).isEqualTo("count: 2\ngpu_milli: 1000\n");
    assertThat(gpu("0.5")).isEqualTo("count: 1\ngpu_milli: 500\n");
    assertThat(gpu("A100:2")).isEqualTo("count: 2\ngpu_milli: 1000\nmodels: \"A100\"\n");
    assertThat(gpu("0")).isEmpty();
  }

  private static String gpu(String word) throws Exception {
    return job("kind: job\nhandler: noop\nresources: {gpu: " + word + "}\n")
        .getSpec()
        .getRequest()
        .getGpu()
        .toString();
  }

  @Test
  void aWordThatYaml11TookForATruthValueIsAWord() throws Exception {
    assertThat(
            job("kind: job\ncommand: [echo, no, on, 012]\n").getSpec().getCommand().getArgvList())
        .containsExactly("echo", "no", "on", "012");
  }

  @Test
  void flagsGoBeforeTheFile() throws Exception {
    SpecFlags flags =
        new SpecFlags()
            .put("name", "mine")
            .put("resources.gpu.memory", "16GB")
            .put("command", List.of("ls", "-l"))
            .put("env", Map.of("B", "2"));
    Message job =
        read(
            "kind: job\nname: theirs\nhandler: noop\nresources: {gpu: A100:2}\n",
            flags,
            SubmitJobRequest.newBuilder());
    var spec = ((SubmitJobRequest) job).getSpec();
    assertThat(spec.getName()).isEqualTo("mine");
    assertThat(spec.getCommand().getArgvList()).containsExactly("ls", "-l");
    assertThat(spec.getCommand().getEnvironmentMap()).containsEntry("B", "2");
    assertThat(spec.getRequest().getGpu().getMemoryBytes()).isEqualTo(16_000_000_000L);
    assertThat(spec.getRequest().getGpu().getModelsList()).containsExactly("A100");
  }

  @Test
  void parametersComeFromTheFileOrTheCommandLine() throws Exception {
    String yaml =
        """
        kind: job
        parameters:
          table: {type: path, default: data.csv, help: which table}
          tasks: 3
        handler: {name: table, options: {file: "${table}"}}
        array: ${tasks}
        """;
    assertThat(options(yaml, Map.of())).isEqualTo("{\"file\":\"/jobs/data.csv\"}");
    assertThat(options(yaml, Map.of("table", "x/y.csv"))).isEqualTo("{\"file\":\"/here/x/y.csv\"}");
    assertThat(((JobFile) parse(yaml, Map.of("tasks", "7"), SpecFlags.NONE)).count()).isEqualTo(7);
    assertThatThrownBy(() -> parse(yaml, Map.of("tabel", "x"), SpecFlags.NONE))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--set tabel")
        .extracting(e -> ((Failure) e).hint())
        .isEqualTo("did you mean 'table'?");
  }

  private static String options(String yaml, Map<String, String> sets) {
    return parse(yaml, sets, SpecFlags.NONE).request().text("spec.handler.options");
  }

  @Test
  void everyKeyOfAStudyArrives() throws Exception {
    Message study =
        read(
            """
            kind: study
            name: nas
            seed: 42
            objectives:
              - {metric: accuracy, goal: max, target: 0.95}
              - {metric: latency, goal: min}
            space:
              lr: {float: [1e-5, 1e-1], log: true, default: 0.001}
              drop: {float: [0, 0.5], step: 0.1}
              depth: {int: [2, 12], step: 2}
              width: {ordinal: [16, 32]}
              op: {choice: [conv3, 5, true]}
              se: {bool: true, when: {op: conv3, width: [16, 32]}}
            algorithm: {name: genetic, population: 30, crossover_rate: 0.5, unique: true}
            budget: {trials: 200, parallel: 16, wall: 1h, patience: 50, max_failed: 10}
            trial:
              handler: {name: table, options: {x: [1, {y: z}]}}
              retry: 0
            """,
            SpecFlags.NONE,
            CreateStudyRequest.newBuilder());
    CreateStudyRequest.Builder expected = CreateStudyRequest.newBuilder();
    com.google.protobuf.TextFormat.merge(
        """
        spec {
          name: "nas" seed: 42
          objectives { metric: "accuracy" goal: "maximize" target: 0.95 }
          objectives { metric: "latency" goal: "minimize" }
          space { name: "lr" float { min: 1e-5 max: 0.1 log: true } default_value { number: 0.001 } }
          space { name: "drop" float { min: 0 max: 0.5 step: 0.1 } }
          space { name: "depth" int { min: 2 max: 12 step: 2 } }
          space { name: "width" ordinal { values { integer: 16 } values { integer: 32 } } }
          space { name: "op" choice { values { text: "conv3" } values { integer: 5 } values { flag: true } } }
          space { name: "se" bool {}
            when { parent: "op" values { text: "conv3" } }
            when { parent: "width" values { integer: 16 } values { integer: 32 } } }
          algorithm {
            name: "genetic"
            options { key: "population" value { integer: 30 } }
            options { key: "crossoverRate" value { number: 0.5 } }
            options { key: "unique" value { flag: true } }
          }
          budget { trials: 200 parallel: 16 wall_millis: 3600000 patience: 50 max_failed: 10 }
        }
        trial {
          request { resources { cpu_milli: 1000 } }
          handler { name: "table" options: "{\\"x\\":[1,{\\"y\\":\\"z\\"}]}" }
          retry { max_attempts: 1 backoff_millis: 1000 backoff_max_millis: 60000 max_losses: 20 }
        }
        """,
        expected);
    assertThat(study).isEqualTo(expected.build());
  }

  private static SubmitJobRequest job(String yaml) throws Exception {
    return (SubmitJobRequest) read(yaml, SpecFlags.NONE, SubmitJobRequest.newBuilder());
  }

  private static Message read(String yaml, SpecFlags flags, Message.Builder into)
      throws InvalidProtocolBufferException {
    JsonFormat.parser().merge(JsonText.compact(parse(yaml, Map.of(), flags).request()), into);
    return into.build();
  }

  private static SpecFile parse(String yaml, Map<String, String> sets, SpecFlags flags) {
    return SpecFile.parse("f.yaml", yaml, sets, Path.of("/jobs"), Path.of("/here"), flags);
  }

  private static SubmitJobRequest submit(String text) throws Exception {
    SubmitJobRequest.Builder request = SubmitJobRequest.newBuilder();
    com.google.protobuf.TextFormat.merge(text, request);
    return request.build();
  }
}

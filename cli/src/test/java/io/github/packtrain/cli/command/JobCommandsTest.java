package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobCommandsTest {
  private final FakeMaster master = new FakeMaster();
  @TempDir private Path home;

  @AfterEach
  void stop() {
    master.close();
  }

  private CommandRun run(String... args) {
    return CommandRun.against(master, home, args);
  }

  private static String job(String id, String state) {
    return """
        {"id":"%s","spec":{"name":"sweep","queue":"default","priority":50,
        "command":{"argv":["python3","train.py"]},"timeLimitMillis":"3600000",
        "request":{"resources":{"cpuMilli":1000},"gpu":{"count":2,"gpuMilli":1000,"models":["A100"]}},
        "retry":{"maxAttempts":3}},"state":"%s","submittedAt":"%s",
        "tasks":{"total":10,"completed":4,"running":3,"pending":2,"failed":1},"waitingFor":"GPU_MEMORY"}
        """
        .formatted(id, state, Instant.now().minusSeconds(1860));
  }

  @Test
  void psShowsTheActiveJobs() {
    master.on(
        "GET /v1/jobs?activeOnly=true&pageSize=1000",
        "{\"jobs\":[" + job("J42", "JOB_RUNNING") + "]}");
    CommandRun ps = run("ps");
    assertThat(ps.out())
        .isEqualTo(
            """
            JOB  NAME   QUEUE    PRIO  STATE    DONE/RUN/WAIT/FAIL  AGE  WHY
            J42  sweep  default    50  running             4/3/2/1  31m  GPU memory
            """);
    assertThat(ps.exit()).isZero();
  }

  @Test
  void anEmptyListIsSaidToPeopleAndEmptyForPrograms() {
    master.on("GET /v1/jobs", "{\"jobs\":[]}");
    assertThat(run("ps")).isEqualTo(new CommandRun(0, "", "no job is active\n"));
    assertThat(run("ps", "-o", "json").out()).isEqualTo("{\n  \"jobs\": []\n}\n");
  }

  @Test
  void listsGoOverPages() {
    master
        .on(
            "GET /v1/jobs?pageSize=3",
            "{\"jobs\":[{\"id\":\"J3\"},{\"id\":\"J2\"}],\"nextPageToken\":\"a b\"}")
        .on(
            "GET /v1/jobs?pageSize=1&pageToken=a%20b",
            "{\"jobs\":[{\"id\":\"J1\"}],\"nextPageToken\":\"c\"}");
    Node list = JsonText.read(run("job", "list", "--limit", "3", "-o", "json").out());
    assertThat(list.items("jobs"))
        .extracting(job -> job.text("id"))
        .containsExactly("J3", "J2", "J1");
  }

  @Test
  void showsOneJobWithItsTasks() {
    master
        .on("GET /v1/jobs/J42", job("J42", "JOB_RUNNING"))
        .on(
            "GET /v1/jobs/J42/tasks",
            """
            {"tasks":[{"id":"J42/0","state":"TASK_COMPLETED","params":"{\\"lr\\":1}","metrics":{"accuracy":0.98123},
             "attempts":[{"worker":"w1","startedAt":"2026-01-01T00:00:00Z","endedAt":"2026-01-01T00:01:05Z"}]},
             {"id":"J42/1","state":"TASK_FAILED","attempts":[{},{"worker":"w2","result":{"outcome":"SIGNALLED","signal":9}}]}]}
            """);
    CommandRun show = run("job", "show", "42");
    assertThat(show.out())
        .isEqualTo(
            """
            J42 sweep  running  31m
              tasks     10: 4 completed, 3 running, 2 pending, 1 failed
              waits for GPU memory   packtrain explain J42
              queue     default, priority 50
              runs      python3 train.py
              asks for  1 CPU, 2 GPU (A100)
              limit     1h, up to 3 attempts
            TASK   STATE      ATTEMPTS  WORKER  TIME  RESULT           PARAMS
            J42/0  completed         1  w1      1m5s  accuracy=0.9812  {"lr":1}
            J42/1  failed            2  w2         -  signal 9         -
            """);
    assertThat(show.err()).isEqualTo("and 8 more\n");
  }

  @Test
  void runIsSilentAboutATaskThatIsSilentAndSaysOnceWhyItWaits() {
    String waits = "GET /v1/jobs/J42:wait";
    master
        .on("POST /v1/jobs", "{\"job\":\"J42\",\"count\":1}")
        .on(waits, job("J42", "JOB_PENDING"))
        .on(waits, job("J42", "JOB_PENDING"))
        .on(waits, job("J42", "JOB_PENDING"))
        .on(waits, job("J42", "JOB_PENDING"))
        .on(waits, job("J42", "JOB_COMPLETED"))
        .on("GET /v1/jobs/J42:explain", "{\"summary\":\"1 task waits: w1 is reserved\"}")
        .on(
            "GET /v1/jobs/J42/tasks/0",
            "{\"state\":\"TASK_COMPLETED\",\"attempts\":[{\"number\":1,\"state\":\"TASK_COMPLETED\"}]}")
        .on("GET /v1/jobs/J42/tasks/0/log", "{\"note\":\"there is no output\"}\n");
    assertThat(run("run", "--", "true"))
        .isEqualTo(new CommandRun(0, "", "J42: 1 task waits: w1 is reserved\n"));
  }

  @Test
  void whatIsRecordedInsteadOfOutputIsNoOutput() {
    master.on("GET /v1/jobs/J1/tasks/0/log", "{\"note\":\"there is no output of J1/0.1\"}\n");
    assertThat(run("logs", "J1"))
        .isEqualTo(new CommandRun(0, "", "there is no output of J1/0.1\n"));
  }

  @Test
  void submitSendsWhatTheFlagsSay() {
    master.on(
        "POST /v1/jobs",
        "{\"job\":\"J7\",\"count\":3,\"spec\":{\"name\":\"train\","
            + "\"queue\":\"default\",\"priority\":50,\"timeLimitMillis\":\"60000\"}}");
    CommandRun submit =
        run(
            "submit",
            "--gpu",
            "A100:2",
            "--gpu-mem",
            "16GB",
            "--cpu",
            "4",
            "--array",
            "1-3",
            "--limit",
            "1m",
            "--retries",
            "0",
            "--env",
            "A=b=c",
            "--priority",
            "high",
            "--task-kind",
            "benchmark",
            "--model",
            "bert-base-uncased",
            "--family",
            "bert",
            "--",
            "python3",
            "train.py",
            "--lr",
            "0.1");
    assertThat(submit.out()).isEqualTo("J7 train: 3 tasks in 'default' (priority 50, limit 1m)\n");
    Node body = JsonText.read(master.calls().getFirst().body());
    assertThat(body.text("submissionId")).isNotEmpty();
    assertThat(JsonText.compact(body.mapping("spec.command")))
        .isEqualTo(
            "{\"argv\":[\"python3\",\"train.py\",\"--lr\",\"0.1\"],\"environment\":{\"A\":\"b=c\"},\"workdir\":\""
                + home
                + "\"}");
    assertThat(JsonText.compact(body.mapping("spec.request")))
        .isEqualTo(
            "{\"resources\":{\"cpuMilli\":4000},\"gpu\":{\"count\":2,"
                + "\"gpuMilli\":1000,\"memoryBytes\":16000000000,\"models\":[\"A100\"]}}");
    assertThat(body.number("spec.retry.maxAttempts")).isEqualTo(1);
    assertThat(body.number("spec.priority")).isEqualTo(75);
    assertThat(JsonText.compact(body.mapping("spec.terms")))
        .isEqualTo(
            "{\"kind\":\"benchmark\",\"profile\":{\"model\":\"bert-base-uncased\",\"family\":\"bert\"}}");
    assertThat(body.items("params")).hasSize(3);
  }

  @Test
  void whatIsWrongWithAJobThatWasTakenIsSaid() {
    master.on(
        "POST /v1/jobs",
        "{\"job\":\"J7\",\"count\":1,\"warnings\":[\"the job cannot end by its deadline\"]}");
    CommandRun submit =
        run("submit", "--deadline", "2030-12-01T08:00:00Z", "--deadline-firm", "ls");
    assertThat(submit.err()).contains("  warning: the job cannot end by its deadline\n");
    Node body = JsonText.read(master.calls().getFirst().body());
    assertThat(body.text("spec.terms.firmDeadline")).isEqualTo("true");
  }

  @Test
  void aJobWaitsForOthers() {
    master.on("POST /v1/jobs", "{\"job\":\"J7\"}").on("GET /v1/jobs/last", "{\"id\":\"J6\"}");
    run("submit", "--after-ok", "last,j3/2", "--after-any", "4", "--after-keep", "ls");
    Node body = JsonText.read(master.calls().getLast().body());
    assertThat(
            master.calls().stream()
                .filter(call -> call.line().equals("POST /v1/jobs"))
                .map(call -> JsonText.compact(JsonText.read(call.body()).mapping("spec.after"))))
        .as(body.toString())
        .containsExactly(
            "{\"dependencies\":[{\"on\":\"J6\"},{\"on\":\"J3/2\"},{\"on\":\"J4\",\"any\":true}],"
                + "\"keep\":true}");
  }

  @Test
  void showsWhatAJobWaitsFor() {
    master
        .on(
            "GET /v1/jobs/J42",
            """
            {"id":"J42","spec":{"name":"b","queue":"q","after":{"dependencies":[{"on":"J1"},
             {"on":"J2/3","any":true}],"keep":true}},"state":"JOB_PENDING","awaits":["any:J2/3"],
             "waitingFor":"DEPENDENCY"}
            """)
        .on("GET /v1/jobs/J42/tasks", "{}");
    assertThat(run("job", "show", "J42").out())
        .contains("  waits for other jobs to end   packtrain explain J42\n")
        .contains("  after     J1 succeeded (done), J2/3 ended (not yet); kept when one fails\n");
  }

  @Test
  void severalJobsOfAFileAreSubmittedInOneGo() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("p.yaml"),
            "kind: jobs\njobs:\n  a: {handler: noop}\n  b: {handler: noop, after: a}\n");
    master.on(
        "POST /v1/jobs:batch",
        "{\"jobs\":[{\"job\":\"J7\",\"count\":1,\"spec\":{\"name\":\"a\",\"queue\":\"q\"}},"
            + "{\"job\":\"J8\",\"count\":1,\"spec\":{\"name\":\"b\",\"queue\":\"q\"}}]}");
    CommandRun submit = run("submit", "-f", file.toString());
    assertThat(submit.out().lines().map(line -> line.substring(0, 5)))
        .containsExactly("J7 a:", "J8 b:");
    Node body = JsonText.read(master.calls().getFirst().body());
    assertThat(body.items("jobs"))
        .extracting(job -> job.text("submissionId").replaceFirst("^.*/", ""))
        .containsExactly("a", "b");
    assertThat(run("submit", "-f", file.toString(), "--gpu", "1").err())
        .contains("flags of a job do not apply to several");
    assertThat(run("run", "-f", file.toString()).err()).contains("describes 2 jobs, not one");
    assertThat(run("spec", "check", file.toString()).out()).endsWith(": 2 jobs, no problems\n");
  }

  @Test
  void whatFollowsTheProgramIsItsOwn() {
    master.on("POST /v1/jobs", "{\"job\":\"J7\"}");
    run("submit", "--name", "x", "python3", "train.py", "--name", "y");
    Node body = JsonText.read(master.calls().getFirst().body());
    assertThat(body.text("spec.name")).isEqualTo("x");
    assertThat(body.items("spec.command.argv")).hasSize(4);
  }

  @Test
  void aLostAnswerToASubmissionCostsNothing() {
    master
        .on("POST /v1/jobs", 503, FakeMaster.error("BUSY", "busy"))
        .on("POST /v1/jobs", "{\"job\":\"J7\"}");
    assertThat(run("submit", "ls").exit()).isZero();
    assertThat(master.calls()).filteredOn(call -> call.line().startsWith("POST")).hasSize(2);
    assertThat(master.calls().get(0).body()).isEqualTo(master.calls().get(1).body());
  }

  @Test
  void whatNoWorkerCanEverRunIsSaidAtOnceAndAccepted() {
    master
        .on("POST /v1/jobs", "{\"job\":\"J7\"}")
        .on(
            "GET /v1/jobs/J7:explain",
            "{\"summary\":\"w1 has 2 GPUs\",\"reasons\":[{\"code\":\"INFEASIBLE_GPU_COUNT\"}]}");
    CommandRun submitted = run("submit", "--gpu", "4", "ls");
    assertThat(submitted.exit()).isZero();
    assertThat(submitted.err()).contains("it waits: w1 has 2 GPUs");
  }

  @ParameterizedTest
  @CsvSource({
    "JOB_COMPLETED, 0, completed",
    "JOB_FAILED, 8, failed",
    "JOB_CANCELLED, 9, cancelled"
  })
  void waitEndsAsTheJobDoes(String state, int exit, String word) {
    master
        .on("GET /v1/jobs/J42:wait", job("J42", "JOB_RUNNING"))
        .on("GET /v1/jobs/J42:wait", job("J42", state))
        .on("GET /v1/jobs/J42/tasks", "{\"tasks\":[]}");
    CommandRun wait = run("job", "wait", "J42");
    assertThat(wait.exit()).isEqualTo(exit);
    assertThat(wait.out()).isEqualTo("J42 " + word + "\n");
  }

  @Test
  void waitShowsWhatFailedWhereOneWaits() {
    master
        .on("GET /v1/jobs/J42:wait", job("J42", "JOB_FAILED"))
        .on(
            "GET /v1/jobs/J42/tasks?states=TASK_FAILED&states=TASK_TIMED_OUT&pageSize=3",
            "{\"tasks\":[{\"id\":\"J42/5\",\"index\":5,\"attempts\":[{\"worker\":\"w1\","
                + "\"result\":{\"outcome\":\"FAILED\",\"exitCode\":3}}]}]}")
        .on("GET /v1/jobs/J42/tasks/5/log?stderr=true&offset=-8192", "{\"data\":\"Ym9vbSEK\"}\n");
    CommandRun wait = run("wait", "J42");
    assertThat(wait.err())
        .isEqualTo(
            """
            J42/5 failed: exit 3 (1 attempt, worker w1)
              | boom!
              all tasks: packtrain job show J42     again: packtrain job retry J42
            """);
    assertThat(run("wait", "J42", "--ignore-failures").exit()).isZero();
  }

  @Test
  void waitGivesUpWhenTheTimeIsOver() {
    master.on("GET /v1/jobs/J42:wait", job("J42", "JOB_RUNNING"));
    CommandRun wait = run("wait", "J42", "--timeout", "1ms");
    assertThat(wait.exit()).isEqualTo(7);
    assertThat(wait.err())
        .startsWith("error: J42 has not ended yet")
        .contains("code: WAIT.timeout");
  }

  @Test
  void runEndsWithTheTasksOwnCodeAndShowsItsOutput() {
    master
        .on("POST /v1/jobs", "{\"job\":\"J7\",\"count\":1}")
        .on(
            "GET /v1/jobs/J7/tasks/0",
            "{\"id\":\"J7/0\",\"state\":\"TASK_FAILED\",\"attempts\":[{\"number\":1,"
                + "\"state\":\"TASK_FAILED\",\"result\":{\"outcome\":\"FAILED\",\"exitCode\":3}}]}")
        .on(
            "GET /v1/jobs/J7/tasks/0/log?follow=true&offset=0&attempt=1",
            "{\"data\":\"b3V0Cg==\"}\n{\"data\":\"bW9yZQo=\"}\n")
        .on(
            "GET /v1/jobs/J7/tasks/0/log?stderr=true&follow=true&offset=0&attempt=1",
            "{\"data\":\"ZXJyCg==\"}\n")
        .on("GET /v1/jobs/J7:wait", job("J7", "JOB_FAILED"));
    CommandRun run = run("run", "--", "false");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out()).isEqualTo("out\nmore\n");
    assertThat(run.err()).contains("err\n").contains("J7 failed: exit 3 (1 attempt)");
  }

  @Test
  void cancelTakesJobsAndTasks() {
    master
        .on("POST /v1/jobs/J42:cancel", "{\"count\":4}")
        .on("POST /v1/jobs/J43/tasks/17:cancel", "{\"count\":1}");
    assertThat(run("job", "cancel", "J42", "43/17", "--reason", "oops").out())
        .isEqualTo("J42: 4 tasks cancelled\nJ43/17: 1 task cancelled\n");
    assertThat(master.calls())
        .extracting(FakeMaster.Call::body)
        .containsOnly("{\"reason\":\"oops\"}");
  }

  @Test
  void retryNamesStates() {
    master.on("POST /v1/jobs/J42:retry", "{\"count\":2}");
    assertThat(run("job", "retry", "J42", "--states", "failed,cancelled").out())
        .isEqualTo("J42: 2 tasks queued again\n");
    assertThat(master.calls().getFirst().body())
        .isEqualTo("{\"states\":[\"TASK_FAILED\",\"TASK_CANCELLED\"]}");
  }

  @Test
  void lastIsLookedUp() {
    master
        .on("GET /v1/jobs/last", "{\"id\":\"J9\"}")
        .on("POST /v1/jobs/J9:cancel", "{\"count\":1}");
    assertThat(run("job", "cancel", "last").out()).isEqualTo("J9: 1 task cancelled\n");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 2", "401, 5", "403, 5", "404, 3", "409, 4", "412, 4", "429, 1", "500, 1", "503, 6",
    "504, 7"
  })
  void theMastersRefusalsHaveTheirCodes(int status, int exit) {
    master.on("GET /v1/jobs/J42:explain", status, FakeMaster.error("SOME_CODE", "it did not work"));
    CommandRun explain = run("explain", "J42");
    assertThat(explain.exit()).isEqualTo(exit);
    assertThat(explain.err())
        .isEqualTo("error: it did not work\n  because\n  hint: try this\n  code: SOME_CODE\n");
    CommandRun json = run("explain", "J42", "-o", "json");
    assertThat(json.out())
        .isEqualTo(
            "{\"error\":{\"code\":\"SOME_CODE\",\"message\":\"it did not work\","
                + "\"why\":\"because\",\"hint\":\"try this\",\"exitCode\":"
                + exit
                + "}}\n");
  }

  @Test
  void aJobFileIsSubmittedWithItsParameters() throws Exception {
    Files.writeString(
        home.resolve("job.yaml"),
        "kind: job\nparameters: {n: 1}\nhandler: {name: noop, options: {n: \"${n}\"}}\n");
    master.on("POST /v1/jobs", "{\"job\":\"J7\"}");
    assertThat(run("submit", "-f", "job.yaml", "--set", "n=5").exit()).isZero();
    Node body = JsonText.read(master.calls().getFirst().body());
    assertThat(body.text("spec.handler.options")).isEqualTo("{\"n\":\"5\"}");
  }
}

package io.github.packtrain.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways of starting processes keep the same promises. */
@Timeout(30)
class ProcessesIT {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");

  @TempDir Path directory;

  static Stream<Processes> both() {
    return Stream.of(Processes.ofThisMachine(), new JdkProcesses());
  }

  @ParameterizedTest
  @MethodSource("both")
  void exitCodesAndOutputComeBack(Processes processes) throws Exception {
    ChildExit exit = run(processes, "sh", "-c", "echo out; echo err >&2; exit 7");

    assertThat(exit.status()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(directory.resolve("out")).hasContent("out");
    assertThat(directory.resolve("err")).hasContent("err");
  }

  @ParameterizedTest
  @MethodSource("both")
  void signalsAreToldApartFromExitCodes(Processes processes) throws Exception {
    assertThat(run(processes, "sh", "-c", "kill -SEGV $$").status())
        .isEqualTo(new ExitStatus.Signalled(11));
  }

  @ParameterizedTest
  @MethodSource("both")
  void environmentWorkdirAndInputAreWhatWasAsked(Processes processes) throws Exception {
    run(processes, "sh", "-c", "pwd; echo \"$GREETING\"; env | wc -l; cat; echo end");

    List<String> lines = Files.readAllLines(directory.resolve("out"));
    assertThat(lines.get(0)).isEqualTo(directory.toRealPath().toString());
    assertThat(lines.get(1)).isEqualTo("grüß dich");
    assertThat(Integer.parseInt(lines.get(2).strip())).isLessThanOrEqualTo(6);
    assertThat(lines.get(3)).isEqualTo("end");
  }

  @ParameterizedTest
  @MethodSource("both")
  void aProcessGetsASessionOfItsOwnAndNoneOfOurFiles(Processes processes) throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    assumeTrue(!processes.mechanism().equals("ProcessBuilder"));
    try (var socket = SocketChannel.open()) {
      assertThat(socket.isOpen()).isTrue();
      run(processes, "sh", "-c", "cat /proc/self/stat; ls /proc/self/fd");
    }

    List<String> lines = Files.readAllLines(directory.resolve("out"));
    ProcessEntry child = ProcessEntry.parse(lines.getFirst());
    assertThat(child.session()).isEqualTo(child.group()).isNotEqualTo(ownEntry().session());
    // Besides the three: the directory that ls itself has opened.
    assertThat(lines.subList(1, lines.size())).containsExactlyInAnyOrder("0", "1", "2", "3");
  }

  @ParameterizedTest
  @MethodSource("both")
  void aSignalReachesTheWholeGroup(Processes processes) throws Exception {
    int pid = processes.spawn(request("sh", "-c", "sleep 1000 & sleep 1000"));

    assertThat(processes.signalGroup(pid, Signals.TERM)).isTrue();
    assertThat(awaitExit(processes, pid).status()).isEqualTo(new ExitStatus.Signalled(15));
    assertThat(processes.reap(pid)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("both")
  void aProgramThatIsNotThereIsSaidToBe(Processes processes) {
    SpawnException e = refused(processes, request("no-such-program"));
    assertThat(e.code()).isEqualTo(SpawnException.Code.COMMAND_NOT_FOUND);
    assertThat(e).hasMessageContaining("no-such-program").hasMessageContaining("/usr/bin");

    SpawnException oneWord = refused(processes, request("python3 train.py"));
    assertThat(oneWord.hint()).contains("one word");

    SpawnException path = refused(processes, request("./missing"));
    assertThat(path).hasMessageContaining(directory.resolve("missing").toString());
  }

  @ParameterizedTest
  @MethodSource("both")
  void aFileThatIsNoProgramIsSaidToBe(Processes processes) throws IOException {
    Files.writeString(directory.resolve("plain"), "echo hello\n");
    assertThat(refused(processes, request("./plain")).code())
        .isEqualTo(SpawnException.Code.COMMAND_NOT_EXECUTABLE);
    assertThat(refused(processes, request(directory.toString())).code())
        .isEqualTo(SpawnException.Code.COMMAND_NOT_EXECUTABLE);

    script("lost", "#!/no/such/interpreter\n");
    SpawnException lost = refused(processes, request("./lost"));
    assumeTrue(!processes.mechanism().contains("setsid"), "setsid hides why an exec failed");
    assertThat(lost.code()).isEqualTo(SpawnException.Code.COMMAND_NOT_FOUND);
    assertThat(lost.hint()).contains("#!");
  }

  @ParameterizedTest
  @MethodSource("both")
  void aWorkdirThatIsNotThereIsSaidToBe(Processes processes) throws IOException {
    Path missing = directory.resolve("missing");
    Path file = Files.writeString(directory.resolve("file"), "");
    for (Path workdir : List.of(missing, file)) {
      SpawnException e =
          refused(processes, new SpawnRequest(List.of("true"), PATH, workdir, out(), err()));
      assertThat(e.code()).isEqualTo(SpawnException.Code.WORKDIR_NOT_FOUND);
      assertThat(e).hasMessageContaining(workdir.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void anOutputFileThatCannotBeOpenedIsSaidToBe(Processes processes) {
    Path nowhere = directory.resolve("none/out");
    SpawnException e =
        refused(processes, new SpawnRequest(List.of("true"), PATH, directory, nowhere, err()));
    assertThat(e.code()).isEqualTo(SpawnException.Code.OUTPUT_NOT_WRITABLE);
  }

  @ParameterizedTest
  @MethodSource("both")
  void theProgramIsLookedUpInTheTasksOwnPath(Processes processes) throws Exception {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    script("bin/greet", "#!/bin/sh\necho from bin\n");
    SpawnRequest request =
        new SpawnRequest(
            List.of("greet"), Map.of("PATH", "/nowhere:" + bin), directory, out(), err());

    awaitExit(processes, processes.spawn(request));

    assertThat(out()).hasContent("from bin");
  }

  @ParameterizedTest
  @MethodSource("both")
  void aProgramThatHasMovedIsFoundWhereItIsNow(Processes processes) throws Exception {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    script("first/greet", "#!/bin/sh\necho first\n");
    script("second/greet", "#!/bin/sh\necho second\n");
    SpawnRequest request =
        new SpawnRequest(
            List.of("greet"), Map.of("PATH", first + ":" + second), directory, out(), err());
    awaitExit(processes, processes.spawn(request));
    Files.delete(first.resolve("greet"));
    awaitExit(processes, processes.spawn(request));
    assertThat(out()).hasContent("first\nsecond");

    Files.delete(second.resolve("greet"));
    assertThat(refused(processes, request).code()).isEqualTo(SpawnException.Code.COMMAND_NOT_FOUND);
  }

  @ParameterizedTest
  @MethodSource("both")
  void aPathThatNamesTheWorkdirIsLookedThroughInEach(Processes processes) throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    script("other/true", "#!/bin/sh\necho own\n");
    Map<String, String> environment = Map.of("PATH", ".:/usr/bin:/bin");
    for (Path workdir : List.of(directory, other)) {
      awaitExit(
          processes,
          processes.spawn(new SpawnRequest(List.of("true"), environment, workdir, out(), err())));
    }
    assertThat(out()).hasContent("own");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static SpawnException refused(Processes processes, SpawnRequest request) {
    return catchThrowableOfType(SpawnException.class, () -> processes.spawn(request));
  }

  private ChildExit run(Processes processes, String... argv) throws Exception {
    return awaitExit(processes, processes.spawn(request(argv)));
  }

  private static ChildExit awaitExit(Processes processes, int pid) throws InterruptedException {
    while (true) {
      int ended = processes.awaitExited();
      var exit = processes.reap(ended);
      if (ended == pid && exit.isPresent()) {
        return exit.get();
      }
    }
  }

  private SpawnRequest request(String... argv) {
    Map<String, String> environment =
        Map.of("PATH", PATH.getOrDefault("PATH", ""), "GREETING", "grüß dich");
    return new SpawnRequest(List.of(argv), environment, directory, out(), err());
  }

  private Path out() {
    return directory.resolve("out");
  }

  private Path err() {
    return directory.resolve("err");
  }

  private static ProcessEntry ownEntry() {
    return ProcessTable.find(Math.toIntExact(ProcessHandle.current().pid())).orElseThrow();
  }
}

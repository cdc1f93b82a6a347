package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.cli.tree.YamlText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a YAML file describes. */
public sealed interface SpecFile permits JobFile, JobsFile, StudyFile {
  /** The version that a file may name. */
  String API_VERSION = "packtrain/v1";

  /** Its name. */
  String name();

  /** The request that it becomes. */
  Node.Mapping request();

  /**
   * Reads and checks a file.
   *
   * @param sets values of its parameters from the command line
   * @param workingDirectory what paths on the command line are relative to
   * @throws Failure naming every problem found
   */
  static SpecFile read(Path file, Map<String, String> sets, Path workingDirectory) {
    return read(file, sets, workingDirectory, SpecFlags.NONE);
  }

  /** The same with flags that go before what the file says. */
  static SpecFile read(
      Path file, Map<String, String> sets, Path workingDirectory, SpecFlags flags) {
    Path absolute = workingDirectory.resolve(file).toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path directory = parent == null ? workingDirectory : parent;
    return parse(file.toString(), textOf(file, absolute), sets, directory, workingDirectory, flags);
  }

  /**
   * A job of flags alone.
   *
   * @param workingDirectory where it runs unless the flags say otherwise
   */
  static JobFile ofFlags(SpecFlags flags, Path workingDirectory) {
    Problems problems = new Problems();
    JobFile job = JobReader.read(flags.over(Node.empty()), workingDirectory, problems);
    if (!problems.isEmpty()) {
      throw problems.failure("the job");
    }
    return job;
  }

  /** Reads the text of a file; {@code name} is for messages. */
  static SpecFile parse(
      String name,
      String text,
      Map<String, String> sets,
      Path directory,
      Path workingDirectory,
      SpecFlags flags) {
    Problems problems = new Problems();
    Node tree;
    try {
      tree = YamlText.read(text);
    } catch (YamlText.SyntaxException e) {
      problems.add(
          e.place(),
          "yaml",
          String.valueOf(e.getMessage()),
          "correct the line; see docs/reference/job-and-study-files.md");
      throw problems.failure(name);
    }
    Node filled = Parameters.fill(tree, sets, directory, workingDirectory, problems);
    SpecFile file = kindOf(filled, directory, flags, problems);
    if (!problems.isEmpty()) {
      throw problems.failure(name);
    }
    return file;
  }

  private static SpecFile kindOf(Node tree, Path directory, SpecFlags flags, Problems problems) {
    Fields fields = Fields.of("", tree, problems);
    Optional<String> kind = fields.oneOf("kind", List.of("job", "jobs", "study"));
    if (!fields.has("kind") && problems.isEmpty()) {
      fields.missing(
          "nothing says what the file describes", "add kind: job, kind: jobs or kind: study");
    }
    if (kind.equals(Optional.of("study"))) {
      return StudyReader.read(tree, directory, problems);
    }
    if (kind.equals(Optional.of("jobs"))) {
      if (!flags.isEmpty()) {
        fields.wrong(
            "kind", "flags of a job do not apply to several", "write into the file what they say");
      }
      return JobsReader.read(tree, directory, problems);
    }
    // Without a kind the keys are not checked: which ones are known depends on it.
    Problems rest = kind.isPresent() ? problems : new Problems();
    return JobReader.read(flags.over(tree), directory, rest);
  }

  /** Reads what every file may begin with. */
  static void header(Fields fields) {
    fields.text("kind");
    fields.oneOf("apiVersion", List.of(API_VERSION));
  }

  private static String textOf(Path shown, Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "SPEC.no_file",
          "there is no file " + shown,
          "relative paths begin at the working directory",
          "check the path");
    } catch (CharacterCodingException e) {
      throw new Failure(
          ExitCode.USAGE,
          "SPEC.encoding",
          shown + " is not UTF-8 text",
          "files are read as UTF-8 and nothing else",
          "save it as UTF-8");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ERROR,
          "SPEC.unreadable",
          shown + " cannot be read",
          String.valueOf(e.getMessage()),
          "check its permissions");
    }
  }
}

package io.github.packtrain.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Releases of different age talk to each other: nothing that a release knew may change its meaning.
 * {@code src/test/resources/wire} holds the shape of every release. The shape of the coming one is
 * written anew by {@code ./dev fix} (property {@code packtrain.wire.write}) until it is released;
 * from then on its file stays as it is.
 */
class WireCompatibilityTest {
  private static final Path SNAPSHOTS = Path.of("src/test/resources/wire");

  private static final String PLANTED =
      """
      name: 'planted.proto' package: 'p' syntax: 'proto3'
      message_type { name: 'Job'
        field { name: 'name' number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
        field { name: 'state' number: 2 type: TYPE_ENUM type_name: '.p.State' label: LABEL_OPTIONAL }
        field { name: 'tasks' number: 3 type: TYPE_INT32 label: LABEL_REPEATED }
        field { name: 'left' number: 4 type: TYPE_BOOL label: LABEL_OPTIONAL oneof_index: 0 }
        oneof_decl { name: 'side' } }
      enum_type { name: 'State' value { name: 'NONE' number: 0 } value { name: 'DONE' number: 1 } }
      service { name: 'Jobs' method { name: 'Get' input_type: '.p.Job' output_type: '.p.Job' } }
      """;

  @BeforeAll
  static void writeTheComingRelease() throws Exception {
    String coming = comingRelease();
    if (Boolean.getBoolean("packtrain.wire.write") && !coming.isEmpty()) {
      write(coming, WireShape.of(generated()));
    }
  }

  @Test
  void olderReleasesCanReadWhatWeSay() throws Exception {
    WireShape now = WireShape.of(generated());
    assertThat(now.isEmpty()).as("there is no generated protocol").isFalse();
    String coming = comingRelease();
    for (Path snapshot : snapshots()) {
      WireShape then = WireShape.parse(Files.readString(snapshot));
      boolean released = !snapshot.getFileName().toString().equals(coming + ".txt");
      String advice =
          released
              ? "release %s could not read this: leave what was, and add a new field or method"
              : "the shape of the coming release %s changed: ./dev fix writes it anew";
      assertThat(then.brokenBy(now)).as(advice.formatted(snapshot.getFileName())).isEmpty();
      if (!released) {
        assertThat(now.brokenBy(then)).as(advice.formatted(snapshot.getFileName())).isEmpty();
      }
    }
  }

  @Test
  void everyReleaseHasItsSnapshot() throws Exception {
    String coming = comingRelease();
    assertThat(snapshots()).as("./dev fix writes the snapshot").isNotEmpty();
    if (!coming.isEmpty()) {
      assertThat(snapshots()).contains(SNAPSHOTS.resolve(coming + ".txt"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: 'name' number: 1            | name: 'name' number: 9             | p.Job #00001
          name: 'name' number: 1            | name: 'title' number: 1            | p.Job #00001
          number: 1 type: TYPE_STRING       | number: 1 type: TYPE_BYTES         | p.Job #00001
          TYPE_INT32 label: LABEL_REPEATED  | TYPE_INT32 label: LABEL_OPTIONAL   | p.Job #00003
          LABEL_OPTIONAL oneof_index: 0     | LABEL_OPTIONAL                     | p.Job #00004
          name: 'DONE' number: 1            | name: 'DONE' number: 2             | p.State #00001
          name: 'DONE'                      | name: 'OVER'                       | p.State #00001
          name: 'Get' input_type: '.p.Job'  | name: 'Find' input_type: '.p.Job'  | p.Jobs.Get
          name: 'Get'                       | name: 'Get' server_streaming: true | p.Jobs.Get
          """)
  void aPlantedChangeIsRefused(String was, String becomes, String place) throws Exception {
    assertThat(PLANTED).contains(was);
    String changed = PLANTED.replace(was, becomes);
    if (becomes.equals("LABEL_OPTIONAL")) {
      changed = changed.replace("oneof_decl { name: 'side' }", "");
    }
    assertThat(shape(PLANTED).brokenBy(shape(changed)))
        .singleElement()
        .asString()
        .startsWith(place + " was");
  }

  @Test
  void anAdditionIsWelcome() throws Exception {
    String added =
        PLANTED
            .replace(
                "message_type { name: 'Job'",
                "message_type { name: 'Job' field { name: 'more' number: 7 type: TYPE_INT64"
                    + " label: LABEL_OPTIONAL }")
            .replace(
                "value { name: 'NONE'", "value { name: 'LOST' number: 5 } value { name: 'NONE'")
            .replace(
                "value { name: 'LOST' number: 5 } value { name: 'NONE' number: 0 }",
                "value { name: 'NONE' number: 0 } value { name: 'LOST' number: 5 }");
    assertThat(shape(PLANTED).brokenBy(shape(added))).isEmpty();
    assertThat(shape(added).brokenBy(shape(PLANTED))).hasSize(2);
  }

  @Test
  void aShapeSurvivesBeingWritten() throws Exception {
    WireShape shape = shape(PLANTED);
    WireShape read = WireShape.parse("# a comment\n" + shape);
    assertThat(read.toString()).isEqualTo(shape.toString()).hasLineCount(7);
  }

  private static WireShape shape(String file) throws Exception {
    FileDescriptorProto proto = TextFormat.parse(file, FileDescriptorProto.class);
    return WireShape.of(List.of(FileDescriptor.buildFrom(proto, new FileDescriptor[0])));
  }

  /** The descriptors of all generated files: of every class that protoc made for a file. */
  private static List<FileDescriptor> generated() throws Exception {
    URI tests =
        WireCompatibilityTest.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path classes = Path.of(tests).resolveSibling("classes");
    List<FileDescriptor> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(WireCompatibilityTest::isOuterClass).sorted().toList()) {
        String name = classes.relativize(file).toString().replace('/', '.').replace(".class", "");
        for (Method method : Class.forName(name).getMethods()) {
          if (method.getReturnType() == FileDescriptor.class && method.getParameterCount() == 0) {
            files.add((FileDescriptor) method.invoke(null));
          }
        }
      }
    }
    // A build directory may still hold what was made for a file that is gone.
    files.removeIf(file -> !Files.exists(Path.of("src/main/proto", file.getName())));
    return files;
  }

  private static boolean isOuterClass(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".class") && !name.contains("$") && !name.contains("-info");
  }

  /** The version that is being worked on, or nothing on the commit of a release. */
  private static String comingRelease() throws IOException {
    Matcher version =
        Pattern.compile("<version>([0-9.]+)-SNAPSHOT</version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    return version.find() ? version.group(1) : "";
  }

  private static List<Path> snapshots() throws IOException {
    if (!Files.isDirectory(SNAPSHOTS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(SNAPSHOTS)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  private static void write(String release, WireShape shape) throws IOException {
    Files.createDirectories(SNAPSHOTS);
    String head = "# The wire of release " + release + ", written by ./dev fix.\n";
    Files.writeString(SNAPSHOTS.resolve(release + ".txt"), head + shape);
  }
}

package io.github.packtrain.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MsItpTraceTest {
  private static final String HEADER = "job_idx,submit_s,duration_s,num_gpu\n";

  @TempDir Path temp;

  @Test
  void jobsInOrderOfSubmission() throws IOException {
    assertThat(MsItpTrace.read(file(HEADER + "0,100,3970,4\n1,100,0,8\n")))
        .containsExactly(new MsItpTrace.Job(0, 100, 3_970, 4), new MsItpTrace.Job(1, 100, 0, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,100,x,4       | line 2 is not four whole numbers",
        "0,100,5         | line 2 is not a job",
        "0,100,-5,4      | line 2 is not a job",
        "0,100,5,0       | line 2 is not a job",
        "0,9,5,1;1,8,5,1 | line 3 was submitted before the line above"
      })
  void whatIsWrongIsNamedWithItsLine(String rows, String message) throws IOException {
    Path file = file(HEADER + rows.replace(";", "\n"));
    assertThatThrownBy(() -> MsItpTrace.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anotherHeaderIsRefused() throws IOException {
    Path file = file("a,b\n1,2\n");
    assertThatThrownBy(() -> MsItpTrace.read(file)).hasMessageContaining("not such a trace");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(temp.resolve("trace.csv"), text);
  }
}

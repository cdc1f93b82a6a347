package io.github.packtrain.session.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.protocol.v1.AttemptResult;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When messages leave. The master here acknowledges at once. */
class ReportQueueTest {
  private static final boolean BUSY = false;
  private static final boolean IDLE = true;
  private final ReportQueue queue = new ReportQueue();
  private int ends;

  @Test
  void anEndLeavesAtOnceWhenNothingElseRuns() {
    end(0);
    assertThat(queue.next(0, IDLE)).isPresent();
    acknowledge();
    end(0);
    assertThat(queue.dueMillis(IDLE)).isLessThanOrEqualTo(0);
  }

  @Test
  void aWorkerThatHasMuchToSayWritesLessOften() {
    List<Long> moments = moments(1_000, 5);

    assertThat(spacings(moments)).endsWith(10L, 10L, 10L);
    assertThat(moments).hasSizeLessThan(110);
  }

  @Test
  void aWorkerThatHasLittleToSayWritesAtOnceAgain() {
    moments(100, 5);

    List<Long> spacings = spacings(momentsOfSingleEnds(1_000, 10));

    assertThat(spacings).as("one end in ten milliseconds").endsWith(10L, 10L, 10L);
    end(5_000);
    assertThat(queue.next(5_000, BUSY)).isPresent();
    acknowledge();
    end(5_000);
    assertThat(queue.dueMillis(BUSY)).isEqualTo(5_002);
  }

  /** When messages left within {@code millis} in each of which so many attempts ended. */
  private List<Long> moments(int millis, int endsEach) {
    List<Long> moments = new ArrayList<>();
    for (long now = 0; now < millis; now++) {
      for (int i = 0; i < endsEach; i++) {
        end(now);
      }
      send(now, moments);
    }
    return moments;
  }

  private List<Long> momentsOfSingleEnds(int fromMillis, int everyMillis) {
    List<Long> moments = new ArrayList<>();
    for (long now = fromMillis; now < fromMillis + 1_000; now++) {
      if (now % everyMillis == 0) {
        end(now);
      }
      send(now, moments);
    }
    return moments;
  }

  private void send(long now, List<Long> moments) {
    Optional<Reports> message = queue.next(now, BUSY);
    if (message.isPresent()) {
      moments.add(now);
      acknowledge();
    }
  }

  private void acknowledge() {
    queue.acknowledged(ends);
  }

  private static List<Long> spacings(List<Long> moments) {
    List<Long> spacings = new ArrayList<>();
    for (int i = 1; i < moments.size(); i++) {
      spacings.add(moments.get(i) - moments.get(i - 1));
    }
    return spacings;
  }

  private void end(long now) {
    AttemptId attempt = new AttemptId(new TaskId(new JobId(1), ends++), 1);
    queue.add(attempt, Report.newBuilder().setEnded(AttemptResult.newBuilder()).build(), now);
  }
}

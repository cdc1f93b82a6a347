package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.TaskBody;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables do along random ways what the plain collections do. */
class TablesTest {
  private static final int STEPS = 20_000;

  /** {@code spread}: how far apart numbers are; wide ones leave whole pages out. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000})
  void recordsByNumber(int spread) {
    SplittableRandom random = new SplittableRandom(spread);
    IdTable<String> table = new IdTable<>(4);
    TreeMap<Long, String> plain = new TreeMap<>();
    long front = 5_000L * spread;
    for (int step = 0; step < STEPS; step++) {
      // A front that moves on, with some that come back from far behind.
      front += random.nextInt(3) == 0 ? spread : 0;
      long id = random.nextInt(50) == 0 ? random.nextLong(front) : front - random.nextInt(200);
      if (random.nextInt(5) < 2) {
        table.put(id, "at " + id);
        plain.put(id, "at " + id);
      } else {
        table.remove(id);
        plain.remove(id);
      }
      if (!plain.isEmpty() && random.nextInt(3) == 0) {
        table.remove(plain.firstKey());
        plain.remove(plain.firstKey());
      }
      assertThat(table.get(id)).isEqualTo(plain.get(id));
      assertThat(table.size()).isEqualTo(plain.size());
      if (step % 500 == 0) {
        assertThat(table.values()).containsExactlyElementsOf(plain.values());
        assertThat(table.downFrom(front))
            .containsExactlyElementsOf(plain.headMap(front, false).descendingMap().values());
      }
    }
    assertThat(table.get(Long.MAX_VALUE >> 8)).isNull();
    assertThat(table.downFrom(Long.MAX_VALUE)).hasSize(plain.size());
  }

  @Test
  void jobsInLine() {
    SplittableRandom random = new SplittableRandom(1);
    List<JobRecord> jobs = IntStream.rangeClosed(1, 3_000).mapToObj(i -> job(i, "s" + i)).toList();
    JobLine line = new JobLine();
    TreeMap<Long, JobRecord> plain = new TreeMap<>();
    for (int step = 0; step < STEPS; step++) {
      // Mostly in order of arrival, mostly leaving at the front.
      int near = Math.min(2_999, step / 7 + random.nextInt(20));
      JobRecord job = jobs.get(random.nextInt(4) == 0 ? random.nextInt(3_000) : near);
      if (random.nextInt(3) > 0) {
        line.add(job);
        plain.put(job.id.value(), job);
      } else {
        JobRecord gone =
            random.nextBoolean() && !plain.isEmpty() ? plain.firstEntry().getValue() : job;
        line.remove(gone);
        plain.remove(gone.id.value());
      }
      assertThat(line.size()).isEqualTo(plain.size());
      if (step % 200 == 0) {
        long id = random.nextLong(3_100);
        assertThat(line.values()).containsExactlyElementsOf(plain.values());
        JobRecord probe = job(Math.max(1, id), "probe");
        assertThat(line.countBefore(probe)).isEqualTo(plain.headMap(id).size());
        assertThat(line.last(5))
            .isEqualTo(plain.descendingMap().values().stream().limit(5).toList());
        assertThat(line.lastBefore(probe, 5))
            .isEqualTo(
                plain.headMap(id, false).descendingMap().values().stream().limit(5).toList());
      }
    }
  }

  @Test
  void jobsBySubmission() {
    SplittableRandom random = new SplittableRandom(2);
    SubmissionTable table = new SubmissionTable();
    TreeMap<String, JobRecord> plain = new TreeMap<>();
    for (int step = 0; step < STEPS; step++) {
      // One half of the ids hash alike.
      int number = random.nextInt(400);
      String id = number % 2 == 0 ? "s" + number : alike(number);
      JobRecord job = job(step + 1L, id);
      if (random.nextInt(3) > 0) {
        table.put(job);
        plain.put(id, job);
      } else {
        table.remove("ann", id);
        plain.remove(id);
      }
      assertThat(table.get("ann", id)).isSameAs(plain.get(id));
      assertThat(table.get("bob", id)).isNull();
      assertThat(table.size()).isEqualTo(plain.size());
    }
    plain.forEach((id, job) -> assertThat(table.get("ann", id)).isSameAs(job));
    assertThat(alike(1).hashCode()).isEqualTo(alike(399).hashCode());
  }

  /** Nine times {@code Aa} or {@code BB}, which have one hash. */
  private static String alike(int number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 9; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  @Test
  void indices() {
    SplittableRandom random = new SplittableRandom(3);
    IndexSet set = new IndexSet();
    TreeSet<Integer> plain = new TreeSet<>();
    for (int step = 0; step < STEPS; step++) {
      int index = random.nextInt(500);
      if (random.nextInt(5) < 2) {
        set.add(index);
        plain.add(index);
      } else {
        set.remove(index);
        plain.remove(index);
      }
      int from = random.nextInt(500);
      Integer next = plain.ceiling(from);
      assertThat(set.next(from)).isEqualTo(next == null ? -1 : next);
      assertThat(set.size()).isEqualTo(plain.size());
      assertThat(set.contains(from)).isEqualTo(plain.contains(from));
    }
    assertThat(set.list()).isEqualTo(List.copyOf(plain));
  }

  @Test
  void equalSpecificationsAreShared() {
    SpecShelf shelf = new SpecShelf(new ClassKey("default", 50, Request.cpu(1_000)));
    JobSpec first = shelf.shared(spec("a"));
    assertThat(shelf.shared(spec("a"))).isSameAs(first);
    List<JobSpec> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      JobSpec other = shelf.shared(spec("b" + i));
      assertThat(other).isEqualTo(spec("b" + i));
      assertThat(other.body()).isSameAs(first.body());
      assertThat(other.request()).isSameAs(first.request());
      others.add(other);
    }
    Iterator<JobSpec> again = others.iterator();
    for (int i = 0; i < 10; i++) {
      assertThat(shelf.shared(spec("b" + i))).isEqualTo(again.next());
    }
  }

  private static JobRecord job(long id, String submissionId) {
    JobSpec spec = spec("j");
    ClassKey key = new ClassKey(spec.queue(), spec.priority(), spec.request());
    TaskClass taskClass = new TaskClass(1, key, new QueueRecord("default"));
    return new JobRecord(new JobId(id), submissionId, "ann", 1, spec, taskClass);
  }

  private static JobSpec spec(String name) {
    return JobSpec.of(name, Request.cpu(1_000), new TaskBody.Handler("noop", "{}"));
  }
}

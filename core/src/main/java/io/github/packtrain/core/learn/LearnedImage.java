package io.github.packtrain.core.learn;

import io.github.packtrain.core.learn.FleetLessons.PaceKey;
import io.github.packtrain.core.learn.Lesson.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What was learned as rows, and back. */
final class LearnedImage {
  private final RunTimes runTimes;
  private final Standings standings;
  private final RecentTable<String, KindTally> tallies;

  LearnedImage(RunTimes runTimes, Standings standings, RecentTable<String, KindTally> tallies) {
    this.runTimes = runTimes;
    this.standings = standings;
    this.tallies = tallies;
  }

  List<Lesson> write() {
    List<Lesson> rows = new ArrayList<>();
    writeRunTimes(rows);
    standings.workers.forEach(
        (worker, topics) ->
            topics
                .lessons("")
                .standings()
                .forEach(
                    (topic, standing) -> {
                      List<Long> numbers = new ArrayList<>();
                      standing.write(numbers);
                      List<String> key = List.of(worker.toString(), topic);
                      rows.add(new Lesson(Table.STANDING, key, numbers));
                    }));
    writeAll(
        rows,
        Table.PACE,
        standings.paces,
        key -> List.of(key.hardware(), key.topic()),
        (pace, numbers) -> numbers.addAll(List.of(pace.observations(), (long) pace.slowness())));
    writeAll(rows, Table.STANDING_OF_ALL, standings.byKind, List::of, Standing::write);
    writeAll(rows, Table.TALLY, tallies, List::of, KindTally::write);
    if (standings.residuals.count() > 0) {
      rows.add(spread(Table.RESIDUALS, List.of(), standings.residuals));
    }
    return rows;
  }

  private void writeRunTimes(List<Lesson> rows) {
    writeAll(
        rows,
        Table.TASK_ON_WORKER,
        runTimes.places,
        place -> List.of(Long.toHexString(place.task()), Integer.toString(place.worker())),
        Track::write);
    writeAll(
        rows, Table.TASK, runTimes.tasks, task -> List.of(Long.toHexString(task)), Track::write);
    writeAll(rows, Table.MODEL, runTimes.models, List::of, Track::write);
    writeAll(rows, Table.KIND, runTimes.kinds, List::of, Track::write);
    if (runTimes.all.seen() > 0) {
      List<Long> numbers = new ArrayList<>();
      runTimes.all.write(numbers);
      rows.add(new Lesson(Table.ALL, List.of(), numbers));
      List<Long> exponents = new ArrayList<>();
      runTimes.elasticity.write(exponents);
      rows.add(new Lesson(Table.ELASTICITY, List.of(), exponents));
    }
    for (Rung rung : Rung.values()) {
      Spread spread = runTimes.spreads[rung.ordinal()];
      if (spread.count() > 0) {
        rows.add(spread(Table.SPREAD, List.of(rung.name()), spread));
      }
      if (runTimes.coverage(rung).predictions() > 0) {
        List<Long> numbers = new ArrayList<>();
        runTimes.calibrations[rung.ordinal()].write(numbers);
        rows.add(new Lesson(Table.CALIBRATION, List.of(rung.name()), numbers));
      }
    }
  }

  private static Lesson spread(Table table, List<String> key, Spread spread) {
    return new Lesson(table, key, List.of(spread.count(), spread.variance()));
  }

  private static <K, V> void writeAll(
      List<Lesson> rows,
      Table table,
      RecentTable<K, V> entries,
      Function<K, List<String>> key,
      BiConsumer<V, List<Long>> content) {
    for (RecentTable.Entry<K, V> entry : entries.entries()) {
      List<Long> numbers = new ArrayList<>();
      content.accept(entry.value(), numbers);
      rows.add(new Lesson(table, key.apply(entry.key()), numbers));
    }
  }

  void read(Lesson row) {
    List<String> key = row.key();
    List<Long> numbers = row.numbers();
    switch (row.table()) {
      case TASK_ON_WORKER ->
          runTimes.places.restore(
              new RunTimes.Place(task(key.getFirst()), Integer.parseInt(key.get(1))),
              Track.read(Rung.TASK_ON_WORKER, numbers));
      case TASK -> runTimes.tasks.restore(task(key.getFirst()), Track.read(Rung.TASK, numbers));
      case MODEL -> runTimes.models.restore(key.getFirst(), Track.read(Rung.MODEL, numbers));
      case KIND -> runTimes.kinds.restore(key.getFirst(), Track.read(Rung.KIND, numbers));
      case ALL -> runTimes.all = Track.read(Rung.ALL, numbers);
      case SPREAD -> runTimes.spreads[rung(key)].restore(numbers.getFirst(), numbers.get(1));
      case CALIBRATION -> runTimes.calibrations[rung(key)].read(numbers);
      case ELASTICITY -> runTimes.elasticity.read(numbers);
      case STANDING ->
          standings
              .workers
              .of(Integer.parseInt(key.getFirst()))
              .restore(key.get(1), Standing.read(numbers));
      case PACE ->
          standings.paces.restore(
              new PaceKey(key.getFirst(), key.get(1)),
              new Pace(numbers.getFirst(), Math.toIntExact(numbers.get(1))));
      case STANDING_OF_ALL -> standings.byKind.restore(key.getFirst(), Standing.read(numbers));
      case RESIDUALS -> standings.residuals.restore(numbers.getFirst(), numbers.get(1));
      case TALLY -> tallies.restore(key.getFirst(), KindTally.read(numbers));
    }
  }

  private static long task(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }

  private static int rung(List<String> key) {
    return Rung.valueOf(key.getFirst()).ordinal();
  }
}

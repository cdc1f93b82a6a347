package io.github.packtrain.simulator;

import java.util.function.Supplier;

/**
 * The planted defects: what a master, a worker, a guard or a disk could get wrong. Each is put in
 * through {@link Sabotage}; a simulation that does not notice one is not worth its seeds.
 */
enum Defect {
  ACTS_BEFORE_RECORDING(
      "replies and dispatches go out before their facts are durable",
      MasterDefects::actsBeforeRecording),
  ACKNOWLEDGES_AT_ONCE(
      "reports are acknowledged before their facts are durable", MasterDefects::acknowledgesAtOnce),
  ACKNOWLEDGES_ONE_TOO_MANY(
      "an acknowledgement covers the report after the last one as well",
      MasterDefects::acknowledgesOneTooMany),
  DROPS_BATCH_WITHOUT_SPACE(
      "a batch that found the disk full is dropped instead of held",
      DiskDefects::dropsBatchWithoutSpace),
  IGNORES_FAILED_SYNC(
      "after a failed fsync the master goes on as if the batch were durable",
      DiskDefects::ignoresFailedSync),
  STARTS_NOT_WRITTEN(
      "starts of attempts are applied but not written", DiskDefects::startsNotWritten),
  BATCH_WRITTEN_BACKWARDS(
      "now and then a batch is written backwards", DiskDefects::batchWrittenBackwards),
  ENDS_WRITTEN_TWICE("now and then an end is written twice", DiskDefects::endsWrittenTwice),
  SNAPSHOT_WITHOUT_BACKOFFS(
      "a snapshot leaves out tasks that back off", DiskDefects::snapshotWithoutBackoffs),
  SNAPSHOT_SAYS_TOO_MUCH(
      "a snapshot claims to cover one batch more than it does", DiskDefects::snapshotSaysTooMuch),
  SNAPSHOT_SAYS_TOO_LITTLE(
      "the batch before a snapshot is applied to it once more", DiskDefects::snapshotSaysTooLittle),
  SUGGESTS_TWICE(
      "a study's suggestion is written with the candidate of the one before it",
      DiskDefects::suggestsTwice),
  LEASE_OUTLASTS_PATIENCE(
      "the lease is longer than the silence after which a worker is lost",
      WorkerDefects::leaseTooLong),
  EPOCH_GOES_BACK(
      "a restarted master has a lower epoch than the one before it", MasterDefects::epochGoesBack),
  TAKES_STALE_REPORTS(
      "a report of a replaced attempt counts for the present one",
      MasterDefects::takesStaleReports),
  TAKES_OVERTAKEN_STREAM(
      "a registration that a later stream has overtaken counts",
      MasterDefects::takesOvertakenStream),
  TAKES_OLD_PROCESS(
      "a registration of an older process of a worker counts", MasterDefects::takesOldProcess),
  FORGETS_SUBMISSION_IDS("a repeated submission is a new job", MasterDefects::forgetsSubmissionIds),
  LOSES_TICKS("the loop hears of time only now and then", MasterDefects::losesTicks),
  LOSES_PLANS("now and then a plan does not come back", MasterDefects::losesPlans),
  LOSES_MESSAGES(
      "now and then a message to a worker is dropped on a living stream",
      MasterDefects::losesMessages),
  WHOLE_SET_LACKS_ONE(
      "the whole set after a reconnect leaves out one attempt", MasterDefects::wholeSetLacksOne),
  REPEATS_ASSIGNMENTS(
      "an assignment of the stream before is sent once more on the next one",
      MasterDefects::repeatsAssignments),
  WORKER_DOES_NOT_REPEAT("reports are not repeated on a new stream", WorkerDefects::doesNotRepeat),
  WORKER_KEEPS_REPLACED("attempts that the whole set lacks are kept", WorkerDefects::keepsReplaced),
  WORKER_LOSES_QUEUE("what is queued behind another never starts", WorkerDefects::losesQueue),
  WORKER_SKIPS_QUEUE("what is queued behind another starts at once", WorkerDefects::skipsQueue),
  WORKER_STARTS_TWICE("a handler is started twice", WorkerDefects::startsTwice),
  WORKER_MIXES_RESULTS("two results in one message are swapped", WorkerDefects::mixesResults),
  WORKER_RETURNS_WHAT_RUNS(
      "now and then a started attempt is given back", WorkerDefects::returnsWhatRuns),
  WORKER_FORGETS_HELD("it registers without saying what it holds", WorkerDefects::forgetsHeld),
  WORKER_HEARS_OLD_STREAMS(
      "it goes on listening to streams that it gave up", WorkerDefects::hearsOldStreams),
  WORKER_ADOPTS_NOTHING(
      "a new process takes over nothing that still runs", WorkerDefects::adoptsNothing),
  LEASE_COUNTS_FROM_LATEST(
      "an answer renews the lease from the latest heartbeat, not from the one that it answers",
      WorkerDefects::leaseCountsFromLatest),
  LEASE_RENEWED_AT_START(
      "a worker process renews the lease before a master has answered",
      WorkerDefects::leaseRenewedAtStart),
  GUARD_FORGETS_LEASE(
      "the guard ends nothing when the lease is over", WorkerDefects::guardForgetsLease),
  GUARD_STARTS_AFTER_LEASE(
      "the guard starts what may not run after the lease", WorkerDefects::guardStartsAfterLease),
  GUARD_GIVES_GRACE(
      "at the end of the lease the guard gives grace", WorkerDefects::guardGivesGrace),
  GUARD_FORGETS_ENDS(
      "the guard forgets an end that nobody was there to hear", WorkerDefects::guardForgetsEnds);

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // a method reference
  private final Supplier<Sabotage> plant;

  Defect(String text, Supplier<Sabotage> plant) {
    this.text = text;
    this.plant = plant;
  }

  String text() {
    return text;
  }

  /** A fresh one, for one simulation. */
  Sabotage plant() {
    return plant.get();
  }
}

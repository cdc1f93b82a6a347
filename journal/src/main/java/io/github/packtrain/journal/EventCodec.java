package io.github.packtrain.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.packtrain.core.Event;
import io.github.packtrain.journal.JournalException.Damaged;
import io.github.packtrain.journal.JournalException.TooNew;
import io.github.packtrain.journal.v1.EventProto;
import io.github.packtrain.journal.v1.EventProto.Entry;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.search.StudyEvent;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Between facts and the bytes of the journal ({@code packtrain/journal/v1/event.proto}). Equal
 * facts give equal bytes. What a newer release added is refused with {@link TooNew}, never skipped.
 */
public final class EventCodec {
  /** What this release writes and the newest that it reads. */
  static final int FORMAT = 1;

  private EventCodec() {}

  /** The payload of a batch. */
  public static byte[] encode(List<? extends Fact> facts) {
    EventProto.Batch.Builder batch = EventProto.Batch.newBuilder();
    for (Fact fact : facts) {
      batch.addEntries(entry(fact));
    }
    return batch.build().toByteArray();
  }

  /**
   * The facts of a batch, in order.
   *
   * @throws TooNew if a newer release wrote it
   * @throws Damaged if it cannot be read although its checksum fits
   */
  public static List<Fact> decode(Batch batch) {
    try {
      return decode(batch.payload());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new Damaged(
          batch.sequence() - 1, "batch " + batch.sequence() + " cannot be decoded", e);
    }
  }

  /** The facts of a payload, in order. */
  static List<Fact> decode(byte[] payload) throws InvalidProtocolBufferException {
    EventProto.Batch batch = EventProto.Batch.parseFrom(payload);
    if (batch.getFormat() > FORMAT) {
      throw new TooNew("its format is " + batch.getFormat() + ", this release reads " + FORMAT);
    }
    List<Fact> facts = new ArrayList<>(batch.getEntriesCount());
    for (Entry entry : batch.getEntriesList()) {
      facts.add(fact(entry));
    }
    return facts;
  }

  /** The fact as one line of text, for files that people pass on. */
  public static String line(Fact fact) {
    return FactText.write(fact);
  }

  /**
   * The fact of such a line.
   *
   * @throws ParseException when it is none, or a newer release wrote it; says what is wrong
   */
  public static Fact ofLine(String line) throws ParseException {
    return FactText.read(line);
  }

  static Entry entry(Fact fact) {
    return switch (fact) {
      case Event event -> CoreCodec.write(event);
      case StudyEvent event -> StudyCodec.write(event);
      default ->
          throw new IllegalArgumentException("not a fact of this release: " + fact.getClass());
    };
  }

  static Fact fact(Entry in) {
    return switch (in.getEventCase()) {
      case ATTEMPT_PLACED -> CoreCodec.read(in.getAttemptPlaced());
      case ATTEMPT_STARTED -> CoreCodec.read(in.getAttemptStarted());
      case ATTEMPT_ENDED -> CoreCodec.read(in.getAttemptEnded());
      case ATTEMPT_MEASURED -> CoreCodec.read(in.getAttemptMeasured());
      case ATTEMPT_STOP_REQUESTED -> CoreCodec.read(in.getAttemptStopRequested());
      case ATTEMPT_WITHDRAWN -> CoreCodec.read(in.getAttemptWithdrawn());
      case BACKOFF_ENDED -> new Event.BackoffEnded(JobCodec.read(in.getBackoffEnded().getTask()));
      case JOB_ADMITTED -> JobCodec.read(in.getJobAdmitted());
      case TASKS_ADDED -> CoreCodec.read(in.getTasksAdded());
      case JOB_CLOSED -> new Event.JobClosed(new JobId(in.getJobClosed().getJob()));
      case JOB_CANCELLED -> CoreCodec.read(in.getJobCancelled());
      case TASK_CANCELLED -> CoreCodec.read(in.getTaskCancelled());
      case TASKS_RETRIED -> CoreCodec.read(in.getTasksRetried());
      case DEPENDENCY_MET -> CoreCodec.read(in.getDependencyMet());
      case JOB_ENDED -> JobCodec.read(in.getJobEnded());
      case JOB_FORGOTTEN -> new Event.JobForgotten(new JobId(in.getJobForgotten().getJob()));
      case WORKER_REGISTERED -> CoreCodec.read(in.getWorkerRegistered());
      case WORKER_LOST -> CoreCodec.read(in.getWorkerLost());
      case WORKER_DRAIN_CHANGED -> CoreCodec.read(in.getWorkerDrainChanged());
      case WORKER_FORGOTTEN ->
          new Event.WorkerForgotten(new WorkerId(in.getWorkerForgotten().getWorker()));
      case COUNTERS_RESTORED -> CoreCodec.read(in.getCountersRestored());
      case LEARNED_RESTORED -> CoreCodec.read(in.getLearnedRestored());
      case WORKER_RESTORED -> JobCodec.read(in.getWorkerRestored());
      case JOB_RESTORED -> JobCodec.read(in.getJobRestored());
      case TASK_RESTORED -> JobCodec.read(in.getTaskRestored());
      case ATTEMPT_REQUEUED -> QueueCodec.read(in.getAttemptRequeued());
      case QUEUE_CONFIGURED -> QueueCodec.read(in.getQueueConfigured());
      case RESERVATION_ADDED -> QueueCodec.read(in.getReservationAdded());
      case RESERVATION_REMOVED -> QueueCodec.read(in.getReservationRemoved());
      case JOBS_RANKED -> QueueCodec.read(in.getJobsRanked());
      case POLICY_CUT_OFF -> QueueCodec.read(in.getPolicyCutOff());
      case PLACEMENT_CONFIGURED -> QueueCodec.read(in.getPlacementConfigured());
      case STUDY_CREATED -> StudyCodec.read(in.getStudyCreated());
      case TRIAL_SUGGESTED -> StudyCodec.read(in.getTrialSuggested());
      case TRIAL_IMPORTED -> StudyCodec.read(in.getTrialImported());
      case TRIAL_MEASURED -> StudyCodec.read(in.getTrialMeasured());
      case TRIAL_ENDED -> StudyCodec.read(in.getTrialEnded());
      case STUDY_PAUSED -> StudyCodec.read(in.getStudyPaused());
      case STUDY_RESUMED -> StudyCodec.read(in.getStudyResumed());
      case STUDY_ENDED -> StudyCodec.read(in.getStudyEnded());
      case EVENT_NOT_SET -> throw new TooNew("this release does not know every event in it");
    };
  }
}

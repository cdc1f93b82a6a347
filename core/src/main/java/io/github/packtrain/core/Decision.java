package io.github.packtrain.core;

import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.WorkerId;
import java.util.List;

/** What {@link Core#handle} answers. */
public sealed interface Decision {

  /** The events to apply and record, perhaps none, and what to answer once they are durable. */
  record Accepted(List<Event> events, Reply reply) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  record Rejected(Rejection rejection) implements Decision {}

  /** The answer to an accepted command. */
  sealed interface Reply {
    record Done() implements Reply {}

    /** {@code fresh} is false when the same submission had been accepted before. */
    record JobAccepted(JobId job, int count, boolean fresh) implements Reply {}

    /** Of several jobs submitted together, in their order. */
    record JobsAccepted(List<JobAccepted> jobs) implements Reply {
      public JobsAccepted {
        jobs = List.copyOf(jobs);
      }
    }

    record WorkerAccepted(WorkerId worker) implements Reply {}

    /** How many tasks a cancel or retry touched. */
    record TasksTouched(int count) implements Reply {}

    /** With the devices that were chosen. */
    record Reserved(Reservation reservation) implements Reply {}

    /** How much of a plan was carried out. */
    record PlanCommitted(int placed, int dropped) implements Reply {}
  }

  static Decision of(Event... events) {
    return new Accepted(List.of(events), new Reply.Done());
  }

  static Decision rejected(Rejection rejection) {
    return new Rejected(rejection);
  }
}

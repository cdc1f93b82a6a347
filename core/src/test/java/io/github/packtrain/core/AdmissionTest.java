package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Jobs come in. */
class AdmissionTest {
  @Test
  void submissionsAreIdempotentByOwnerAndId() {
    play(
        """
        submit s tasks=3               -> J1 admitted x3
        submit s tasks=3               -> same J1 x3
        submit s tasks=4               -> ! SUBMISSION_ID_REUSED
        submit s tasks=3 cpu=2         -> ! SUBMISSION_ID_REUSED
        submit s tasks=3 params={}     -> ! SUBMISSION_ID_REUSED
        submit s tasks=3 as=bob        -> J2 admitted x3
        submit t tasks=3               -> J3 admitted x3
        """);
  }

  @Test
  void anOpenJobIsRecognisedAfterItGrew() {
    play(
        """
        submit s open tasks=2 params=a -> J1 admitted x2 open
        add J1 from=2 n=3              -> J1 +3
        submit s open tasks=2 params=a -> same J1 x5
        submit s open tasks=0 params=a -> same J1 x5
        submit s open tasks=2 params=b -> ! SUBMISSION_ID_REUSED
        submit s open tasks=2          -> ! SUBMISSION_ID_REUSED
        submit s open tasks=9 params=a -> ! SUBMISSION_ID_REUSED
        submit t tasks=2               -> J2 admitted x2
        submit t open tasks=2 params=a -> ! SUBMISSION_ID_REUSED
        """);
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingIsRecorded() {
    play(
        """
        submit s tasks=0               -> ! TASK_COUNT
        submit s tasks=-1              -> ! TASK_COUNT
        submit s tasks=10000001        -> ! TASK_COUNT
        submit s tasks=2 params=a paramsFor=3 -> ! PARAMS_COUNT
        submit s queue=Big             -> ! QUEUE_NAME
        submit s queue=-               -> ! QUEUE_NAME
        submit s prio=101              -> ! PRIORITY_RANGE
        submit s stop                  -> ! LEASE_NEEDS_COMMAND
        submit s prio=-1               -> ! PRIORITY_RANGE
        submit s limit=0               -> ! LIMIT_RANGE
        submit s par=-1                -> ! LIMIT_RANGE
        submit s name=                 -> ! JOB_NAME
        submit s cpu=0                 -> ! REQUEST_EMPTY
        submit s retry=3:0:9999999999  -> ! RETRY_RANGE
        submit s retry=100001:0:0      -> ! RETRY_RANGE
        job J1                         -> none
        """);
  }

  @Test
  void whatAStudyAddsIsTakenHoweverManyWait() {
    play(
        new CoreLimits(5, 8, 3, 20, 4, 10, 1000, 1000),
        """
        submit a open tasks=0          -> J1 admitted x0 open
        submit b tasks=5               -> J2 admitted x5
        submit c tasks=3               -> J3 admitted x3
        add J1 from=0 n=1              -> ! TOO_MANY_WAITING_TASKS
        add J1 from=0 n=1 own          -> J1 +1
        """);
  }

  @Test
  void sizesAreBounded() {
    CoreLimits limits = new CoreLimits(5, 8, 3, 20, 4, 10, 1000, 1000);
    play(
        limits,
        """
        submit s tasks=6               -> ! TASK_COUNT
        submit s options=123456789012345678901 -> ! SPEC_TOO_LARGE
        submit s needs=1234567,12345678 gpus=1 model=123456 -> ! SPEC_TOO_LARGE
        submit s params=12345          -> ! PARAMS_TOO_LARGE
        submit a open tasks=4          -> J1 admitted x4 open
        add J1 from=4 n=2              -> ! TASK_COUNT
        add J1 from=4 n=1 params=12345 -> ! PARAMS_TOO_LARGE
        submit b tasks=5               -> ! TOO_MANY_WAITING_TASKS
        submit b tasks=3               -> J2 admitted x3
        submit c tasks=1               -> J3 admitted x1
        cancel J2                      -> J2 cancelled; J2 CANCELLED
        submit d tasks=1               -> J4 admitted x1
        submit e tasks=1               -> ! TOO_MANY_JOBS
        add J1 from=4 n=1              -> J1 +1
        submit f tasks=2               -> ! TOO_MANY_WAITING_TASKS
        retry J2 cancelled             -> ! TOO_MANY_WAITING_TASKS
        cancel J1                      -> J1 cancelled; J1 CANCELLED
        retry J2 cancelled             -> J2 retried
        cancel J3                      -> J3 cancelled; J3 CANCELLED
        submit g tasks=1               -> J5 admitted x1
        retry J3 cancelled             -> ! TOO_MANY_JOBS
        """);
  }

  @Test
  void openJobsGrowInOrderAndEndWhenClosed() {
    play(
        """
        worker a                       -> W1 registered
        submit s open tasks=0          -> J1 admitted x0 open
        add J1 from=0 n=2              -> J1 +2
        add J1 from=0 n=2              -> same J1 x2
        add J1 from=1 n=2              -> ! TASKS_OUT_OF_ORDER
        add J1 from=3 n=1              -> ! TASKS_OUT_OF_ORDER
        add J1 from=2147483647 n=2     -> ! TASKS_OUT_OF_ORDER
        add J1 from=-1 n=1             -> ! TASKS_OUT_OF_ORDER
        add J1 from=2 n=0              -> same J1 x2
        plan                           -> J1/0.1 on W1; J1/1.1 on W1
        end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
        end J1/1.1 ok                  -> J1/1.1 SUCCEEDED, task COMPLETED
        job J1                         -> RUNNING waiting 0 backing-off 0 active 0 completed 2 failed 0 cancelled 0 timed-out 0
        add J1 from=2 n=1              -> J1 +1
        close J1                       -> J1 closed
        close J1                       -> nothing
        add J1 from=3 n=1              -> ! JOB_CLOSED
        add J1 from=2 n=1              -> same J1 x3
        plan                           -> J1/2.1 on W1
        end J1/2.1 ok                  -> J1/2.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
        submit t open tasks=0          -> J2 admitted x0 open
        close J2                       -> J2 closed; J2 COMPLETED
        close J9                       -> ! JOB_NOT_FOUND
        add J9                         -> ! JOB_NOT_FOUND
        """);
  }

  @Test
  void parametersStayWithTheirTasks() {
    play(
        """
        submit s open tasks=2          -> J1 admitted x2 open
        add J1 from=2 n=1 params=x     -> J1 +1
        task J1/1                      -> PENDING attempts 0 failures 0 losses 0
        task J1/2                      -> PENDING attempts 0 failures 0 losses 0 params x
        task J1/3                      -> none
        """);
  }
}

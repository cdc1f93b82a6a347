package io.github.packtrain.session.wire;

import io.github.packtrain.model.After;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.protocol.v1.AttemptRef;
import io.github.packtrain.protocol.v1.CommandBody;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.JobTerms;
import io.github.packtrain.protocol.v1.MeasurementReport;
import io.github.packtrain.protocol.v1.TaskProfile;
import java.util.Map;
import java.util.TreeMap;

/** Jobs, attempts and results on the wire. Fields left out take their defaults here. */
public final class JobWire {
  private static final int CPU_DEFAULT_MILLI = 1_000;
  private static final int METRICS_MAX = 1_000;
  private static final int METRIC_CHARS_MAX = 256;

  private JobWire() {}

  public static io.github.packtrain.protocol.v1.JobSpec toWire(JobSpec spec) {
    var wire =
        io.github.packtrain.protocol.v1.JobSpec.newBuilder()
            .setName(spec.name())
            .setQueue(spec.queue())
            .setPriority(spec.priority())
            .setRequest(ResourceWire.toWire(spec.request()))
            .setRetry(toWire(spec.retry()))
            .setTimeLimitMillis(spec.timeLimitMillis())
            .setGraceMillis(spec.graceMillis())
            .setLeasePolicy(toWire(spec.leasePolicy()))
            .addAllRequiredMetrics(spec.requiredMetrics())
            .setMaxParallel(spec.maxParallel())
            .setStudy(spec.study());
    if (!spec.terms().equals(Terms.NONE)) {
      wire.setTerms(toWire(spec.terms()));
    }
    if (!spec.after().equals(After.NONE)) {
      wire.setAfter(DependencyWire.toWire(spec.after()));
    }
    switch (spec.body()) {
      case TaskBody.Command command ->
          wire.setCommand(
              CommandBody.newBuilder()
                  .addAllArgv(command.argv())
                  .putAllEnvironment(command.environment())
                  .setWorkdir(command.workdir()));
      case TaskBody.Handler handler ->
          wire.setHandler(
              HandlerBody.newBuilder().setName(handler.name()).setOptions(handler.options()));
    }
    return wire.build();
  }

  /**
   * @throws WireException when a field is out of range or the body is missing
   */
  public static JobSpec toModel(io.github.packtrain.protocol.v1.JobSpec wire) {
    TaskBody body = bodyOf(wire);
    Request request =
        wire.hasRequest()
            ? ResourceWire.toModel(wire.getRequest())
            : Request.cpu(CPU_DEFAULT_MILLI);
    return new JobSpec(
        wire.getName().isEmpty() ? defaultName(body) : wire.getName(),
        wire.getQueue().isEmpty() ? JobSpec.QUEUE_DEFAULT : wire.getQueue(),
        wire.hasPriority() ? wire.getPriority() : JobSpec.PRIORITY_DEFAULT,
        request,
        body,
        wire.hasRetry() ? toModel(wire.getRetry()) : RetryPolicy.DEFAULT,
        wire.getTimeLimitMillis() == 0
            ? JobSpec.TIME_LIMIT_DEFAULT_MILLIS
            : wire.getTimeLimitMillis(),
        wire.hasGraceMillis() ? wire.getGraceMillis() : JobSpec.GRACE_DEFAULT_MILLIS,
        wire.getLeasePolicy() == io.github.packtrain.protocol.v1.LeasePolicy.STOP
            ? LeasePolicy.STOP
            : LeasePolicy.KEEP,
        wire.getRequiredMetricsList(),
        wire.getMaxParallel(),
        wire.getStudy(),
        toModel(wire.getTerms()),
        DependencyWire.toModel(wire.getAfter()));
  }

  private static JobTerms toWire(Terms terms) {
    JobTerms.Builder wire =
        JobTerms.newBuilder()
            .setEstimateMillis(terms.estimateMillis())
            .setDeadlineMillis(terms.deadlineMillis())
            .setFirmDeadline(terms.firm())
            .setGang(terms.gang())
            .setPreemptible(terms.preemptible())
            .setKind(terms.kind());
    Profile profile = terms.profile();
    if (!profile.equals(Profile.ofKind(terms.kind()))) {
      wire.setProfile(
          TaskProfile.newBuilder()
              .setModel(profile.model())
              .setFamily(profile.family())
              .setSizeMilli(profile.sizeMilli())
              .setBatch(profile.batch())
              .addAllShares(profile.shares()));
    }
    return wire.build();
  }

  private static Terms toModel(JobTerms wire) {
    return new Terms(
        wire.getEstimateMillis(),
        wire.getDeadlineMillis(),
        wire.getFirmDeadline(),
        wire.getGang(),
        wire.getPreemptible(),
        toModel(wire.getKind(), wire.getProfile()));
  }

  private static Profile toModel(String kind, TaskProfile wire) {
    if (wire.getSizeMilli() < 0 || wire.getBatch() < 0) {
      throw WireException.invalid(
          "PROFILE",
          "a task's size and batch are at least 0, not "
              + wire.getSizeMilli()
              + " and "
              + wire.getBatch(),
          "leave them out, or give a size in thousandths of the usual and a batch size");
    }
    return new Profile(
        kind,
        wire.getModel(),
        wire.getFamily(),
        wire.getSizeMilli() == 0 ? Profile.SIZE_USUAL_MILLI : wire.getSizeMilli(),
        wire.getBatch(),
        wire.getSharesList());
  }

  private static TaskBody bodyOf(io.github.packtrain.protocol.v1.JobSpec wire) {
    return switch (wire.getBodyCase()) {
      case COMMAND -> {
        CommandBody command = wire.getCommand();
        if (command.getArgvCount() == 0 || command.getArgv(0).isEmpty()) {
          throw WireException.invalid(
              "COMMAND_EMPTY", "the job's command is empty", "give a program and its arguments");
        }
        checkText(command);
        yield new TaskBody.Command(
            command.getArgvList(), command.getEnvironmentMap(), command.getWorkdir());
      }
      case HANDLER -> {
        if (wire.getHandler().getName().isEmpty()) {
          throw WireException.invalid(
              "HANDLER_EMPTY", "the job's handler has no name", "name one, such as noop");
        }
        yield new TaskBody.Handler(wire.getHandler().getName(), wire.getHandler().getOptions());
      }
      case BODY_NOT_SET ->
          throw WireException.invalid(
              "BODY_MISSING", "the job says nothing to run", "give a command or a handler");
    };
  }

  private static void checkText(CommandBody command) {
    boolean nul =
        command.getArgvList().stream().anyMatch(text -> text.indexOf('\0') >= 0)
            || command.getEnvironmentMap().entrySet().stream()
                .anyMatch(
                    entry ->
                        entry.getKey().isEmpty()
                            || entry.getKey().indexOf('=') >= 0
                            || (entry.getKey() + entry.getValue()).indexOf('\0') >= 0);
    if (nul || command.getWorkdir().indexOf('\0') >= 0) {
      throw WireException.invalid(
          "COMMAND_TEXT",
          "the command or its environment holds a NUL character or a bad name",
          "remove it");
    }
  }

  private static String defaultName(TaskBody body) {
    return switch (body) {
      case TaskBody.Command(var argv, var _, var _) -> {
        String program = argv.getFirst();
        String name = program.substring(program.lastIndexOf('/') + 1);
        yield name.isEmpty() ? "job" : name.substring(0, Math.min(name.length(), 60));
      }
      case TaskBody.Handler handler -> handler.name();
    };
  }

  private static io.github.packtrain.protocol.v1.RetryPolicy toWire(RetryPolicy retry) {
    return io.github.packtrain.protocol.v1.RetryPolicy.newBuilder()
        .setMaxAttempts(retry.maxAttempts())
        .setBackoffMillis(retry.backoffMillis())
        .setBackoffMaxMillis(retry.backoffMaxMillis())
        .setMaxLosses(retry.maxLosses())
        .build();
  }

  private static RetryPolicy toModel(io.github.packtrain.protocol.v1.RetryPolicy wire) {
    RetryPolicy standard = RetryPolicy.DEFAULT;
    boolean ownBackoff = wire.getBackoffMillis() != 0 || wire.getBackoffMaxMillis() != 0;
    try {
      return new RetryPolicy(
          wire.getMaxAttempts() == 0 ? standard.maxAttempts() : wire.getMaxAttempts(),
          ownBackoff ? wire.getBackoffMillis() : standard.backoffMillis(),
          ownBackoff
              ? Math.max(wire.getBackoffMillis(), wire.getBackoffMaxMillis())
              : standard.backoffMaxMillis(),
          wire.getMaxLosses() == 0 ? standard.maxLosses() : wire.getMaxLosses());
    } catch (IllegalArgumentException e) {
      throw WireException.invalid(
          "INVALID_RETRY",
          String.valueOf(e.getMessage()),
          "attempts are at least 1, waits at least 0");
    }
  }

  private static io.github.packtrain.protocol.v1.LeasePolicy toWire(LeasePolicy policy) {
    return switch (policy) {
      case KEEP -> io.github.packtrain.protocol.v1.LeasePolicy.KEEP;
      case STOP -> io.github.packtrain.protocol.v1.LeasePolicy.STOP;
    };
  }

  public static AttemptRef toWire(AttemptId id) {
    return AttemptRef.newBuilder()
        .setJob(id.task().job().value())
        .setIndex(id.task().index())
        .setNumber(id.number())
        .build();
  }

  public static AttemptId toModel(AttemptRef wire) {
    if (wire.getJob() < 1 || wire.getIndex() < 0 || wire.getNumber() < 1) {
      throw WireException.invalid(
          "INVALID_ATTEMPT",
          "not an attempt: " + wire.getJob() + "/" + wire.getIndex() + "." + wire.getNumber(),
          "this is a fault of the worker's software");
    }
    return AttemptId.of(wire.getJob(), wire.getIndex(), wire.getNumber());
  }

  public static io.github.packtrain.protocol.v1.Outcome toWire(Outcome outcome) {
    return io.github.packtrain.protocol.v1.Outcome.valueOf(outcome.name());
  }

  public static Outcome toModel(io.github.packtrain.protocol.v1.Outcome wire) {
    return switch (wire) {
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Outcome.FAILED;
      case SUCCEEDED,
          FAILED,
          SIGNALLED,
          OUT_OF_MEMORY,
          NOT_STARTED,
          BAD_RESULT,
          TIMED_OUT,
          CANCELLED,
          EVICTED,
          LOST ->
          Outcome.valueOf(wire.name());
    };
  }

  public static io.github.packtrain.protocol.v1.AttemptResult toWire(AttemptResult result) {
    return io.github.packtrain.protocol.v1.AttemptResult.newBuilder()
        .setOutcome(toWire(result.outcome()))
        .setExitCode(result.exitCode())
        .setSignal(result.signal())
        .setMessage(result.message())
        .putAllMetrics(result.metrics())
        .setRunMillis(result.runMillis())
        .build();
  }

  /** A result with a number that is not finite is a bad one, whoever sent it. */
  public static AttemptResult toModel(io.github.packtrain.protocol.v1.AttemptResult wire) {
    Map<String, Double> metrics = wire.getMetricsMap();
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      if (!Double.isFinite(metric.getValue())) {
        String message =
            "result '" + metric.getKey() + "' is " + metric.getValue() + ", not a finite number";
        return new AttemptResult(
            Outcome.BAD_RESULT,
            wire.getExitCode(),
            wire.getSignal(),
            message,
            Map.of(),
            wire.getRunMillis());
      }
    }
    if (metrics.keySet().stream().anyMatch(name -> name.length() > METRIC_CHARS_MAX)) {
      return AttemptResult.ended(
          Outcome.BAD_RESULT,
          "a metric of the result has a name of more than " + METRIC_CHARS_MAX + " characters");
    }
    if (metrics.size() > METRICS_MAX) {
      return AttemptResult.ended(
          Outcome.BAD_RESULT,
          "the result has " + metrics.size() + " metrics, the limit is " + METRICS_MAX);
    }
    return new AttemptResult(
        toModel(wire.getOutcome()),
        wire.getExitCode(),
        wire.getSignal(),
        wire.getMessage(),
        metrics,
        Math.max(0, wire.getRunMillis()));
  }

  public static MeasurementReport toWire(Measurement measurement) {
    return MeasurementReport.newBuilder()
        .setStep(measurement.step())
        .putAllMetrics(measurement.metrics())
        .build();
  }

  /**
   * Workers refuse what is too much where it can still be told to the task; from one that does not,
   * the first in alphabetical order are taken.
   */
  public static Measurement toModel(MeasurementReport wire) {
    return new Measurement(wire.getStep(), bounded(wire.getMetricsMap()));
  }

  private static Map<String, Double> bounded(Map<String, Double> metrics) {
    TreeMap<String, Double> kept = new TreeMap<>();
    metrics.entrySet().stream()
        .filter(metric -> metric.getKey().length() <= METRIC_CHARS_MAX)
        .sorted(Map.Entry.comparingByKey())
        .limit(METRICS_MAX)
        .forEach(metric -> kept.put(metric.getKey(), metric.getValue()));
    return kept;
  }
}

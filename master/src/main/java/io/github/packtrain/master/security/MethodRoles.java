package io.github.packtrain.master.security;

import static java.util.Map.entry;

import io.github.packtrain.model.Principal.Role;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which role each method needs at least: the one table that decides. A method that is not in it is
 * refused to everybody.
 */
public final class MethodRoles {
  private static final String REFLECTION = "ServerReflection/ServerReflectionInfo";

  /** The only methods without a token, for probes; they say nothing but "serving". */
  private static final Set<String> OPEN =
      Set.of(
          "grpc.health.v1.Health/Check",
          "grpc.health.v1.Health/List",
          "grpc.health.v1.Health/Watch");

  private static final Map<String, Role> LEAST =
      Map.ofEntries(
          entry("packtrain.v1.WorkloadService/SubmitJob", Role.SUBMITTER),
          entry("packtrain.v1.WorkloadService/SubmitJobs", Role.SUBMITTER),
          entry("packtrain.v1.WorkloadService/GetJob", Role.VIEWER),
          entry("packtrain.v1.WorkloadService/ListJobs", Role.VIEWER),
          entry("packtrain.v1.WorkloadService/CancelJob", Role.SUBMITTER),
          entry("packtrain.v1.WorkloadService/RetryJob", Role.SUBMITTER),
          entry("packtrain.v1.WorkloadService/WaitJob", Role.VIEWER),
          entry("packtrain.v1.WorkloadService/GetTask", Role.VIEWER),
          entry("packtrain.v1.WorkloadService/ListTasks", Role.VIEWER),
          entry("packtrain.v1.WorkloadService/CancelTask", Role.SUBMITTER),
          entry("packtrain.v1.WorkloadService/ReadLog", Role.VIEWER),
          entry("packtrain.v1.SchedulerService/ExplainJob", Role.VIEWER),
          entry("packtrain.v1.SchedulerService/ExplainWorker", Role.VIEWER),
          entry("packtrain.v1.SchedulerService/AddReservation", Role.OPERATOR),
          entry("packtrain.v1.SchedulerService/ListReservations", Role.VIEWER),
          entry("packtrain.v1.SchedulerService/RemoveReservation", Role.OPERATOR),
          entry("packtrain.v1.SchedulerService/GetStatus", Role.VIEWER),
          entry("packtrain.v1.SchedulerService/GetStatistics", Role.VIEWER),
          entry("packtrain.v1.SchedulerService/Backup", Role.ADMIN),
          entry("packtrain.v1.PolicyService/ListPolicies", Role.VIEWER),
          entry("packtrain.v1.PolicyService/GetPolicies", Role.VIEWER),
          entry("packtrain.v1.PolicyService/SetOrder", Role.OPERATOR),
          entry("packtrain.v1.PolicyService/SetPlacement", Role.OPERATOR),
          entry("packtrain.v1.PolicyService/StartShadow", Role.OPERATOR),
          entry("packtrain.v1.PolicyService/GetShadow", Role.VIEWER),
          entry("packtrain.v1.PolicyService/StopShadow", Role.OPERATOR),
          entry("packtrain.v1.WorkerService/ListWorkers", Role.VIEWER),
          entry("packtrain.v1.WorkerService/GetWorker", Role.VIEWER),
          entry("packtrain.v1.WorkerService/DrainWorker", Role.OPERATOR),
          entry("packtrain.v1.WorkerService/ResumeWorker", Role.OPERATOR),
          entry("packtrain.v1.WorkerService/ForgetWorker", Role.OPERATOR),
          entry("packtrain.v1.StudyService/CreateStudy", Role.SUBMITTER),
          entry("packtrain.v1.StudyService/GetStudy", Role.VIEWER),
          entry("packtrain.v1.StudyService/ListStudies", Role.VIEWER),
          entry("packtrain.v1.StudyService/ListTrials", Role.VIEWER),
          entry("packtrain.v1.StudyService/BestTrials", Role.VIEWER),
          entry("packtrain.v1.StudyService/StopStudy", Role.SUBMITTER),
          entry("packtrain.v1.StudyService/PauseStudy", Role.SUBMITTER),
          entry("packtrain.v1.StudyService/ResumeStudy", Role.SUBMITTER),
          entry("packtrain.v1.EventService/WatchEvents", Role.VIEWER),
          entry("packtrain.v1.WorkerGateway/Connect", Role.WORKER),
          entry("grpc.reflection.v1." + REFLECTION, Role.VIEWER),
          entry("grpc.reflection.v1alpha." + REFLECTION, Role.VIEWER));

  private MethodRoles() {}

  /** Whether the method needs no token. */
  static boolean isOpen(String fullMethodName) {
    return OPEN.contains(fullMethodName);
  }

  /** Every method of the table. */
  static Set<String> named() {
    return LEAST.keySet();
  }

  /** The least role for the method, written {@code package.Service/Method}. */
  public static Optional<Role> findLeast(String fullMethodName) {
    return Optional.ofNullable(LEAST.get(fullMethodName));
  }

  /**
   * Whether {@code role} may do what needs {@code least}. Workers may do what workers do and
   * nothing else, and nobody else may pass for one.
   */
  public static boolean allows(Role role, Role least) {
    boolean eitherIsWorker = role == Role.WORKER || least == Role.WORKER;
    return eitherIsWorker ? role == least : role.compareTo(least) >= 0;
  }
}

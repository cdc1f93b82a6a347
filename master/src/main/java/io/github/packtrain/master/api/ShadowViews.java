package io.github.packtrain.master.api;

import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.master.shadow.ShadowReport;
import io.github.packtrain.protocol.v1.PolicyKind;
import io.github.packtrain.protocol.v1.PolicySetting;
import io.github.packtrain.protocol.v1.Shadow;

/** What a shadow found, on the wire. */
final class ShadowViews {
  private static final double NANOS_PER_MILLI = 1e6;

  private ShadowViews() {}

  static Shadow of(ShadowReport report) {
    ShadowReport.Tally tally = report.tally();
    Shadow.Builder wire =
        Shadow.newBuilder()
            .setPolicy(of(report.shadow()))
            .setRunning(report.running())
            .setPlans(report.plans())
            .setSkipped(report.skipped())
            .setDecisions(tally.decisions())
            .setOtherwise(tally.otherwise())
            .setOtherWorker(tally.otherWorker())
            .setOtherDevices(tally.otherDevices())
            .setLiveOnly(tally.liveOnly())
            .setShadowOnly(tally.shadowOnly())
            .setShadowMillis(report.shadowNanos() / NANOS_PER_MILLI)
            .setLiveMillis(report.liveNanos() / NANOS_PER_MILLI);
    for (ShadowReport.Example example : report.examples()) {
      wire.addExamplesBuilder()
          .setAt(Times.of(example.atMillis()))
          .setJob(example.job())
          .setLiveWorker(example.liveWorker())
          .setShadowWorker(example.shadowWorker())
          .setWhy(example.why());
    }
    return wire.build();
  }

  private static PolicySetting of(Setting shadow) {
    return PolicySetting.newBuilder()
        .setKind(PolicyKind.POLICY_PLACEMENT)
        .setName(shadow.name())
        .putAllOptions(shadow.options())
        .setBy(shadow.by())
        .setSince(Times.of(shadow.atMillis()))
        .setProblem(shadow.problem())
        .build();
  }
}

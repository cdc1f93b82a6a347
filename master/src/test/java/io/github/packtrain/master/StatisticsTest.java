package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.protocol.v1.GetStatisticsRequest;
import io.github.packtrain.protocol.v1.JobTerms;
import io.github.packtrain.protocol.v1.KindStatistics;
import io.github.packtrain.protocol.v1.PlacementStatistics;
import io.github.packtrain.protocol.v1.SetOrderRequest;
import io.github.packtrain.protocol.v1.SetPlacementRequest;
import io.github.packtrain.protocol.v1.Statistics;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.TaskProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the master knows, over the API. */
final class StatisticsTest extends RunningMaster {
  private Statistics statistics() throws IOException {
    return master.scheduler().getStatistics(GetStatisticsRequest.getDefaultInstance());
  }

  private void submit(String kind, String family, int count) throws IOException {
    JobTerms.Builder terms =
        JobTerms.newBuilder()
            .setKind(kind)
            .setProfile(TaskProfile.newBuilder().setFamily(family).setSizeMilli(1_000));
    master
        .jobs()
        .submitJob(
            SubmitJobRequest.newBuilder()
                .setSpec(noop(kind).toBuilder().setTerms(terms))
                .setCount(count)
                .build());
  }

  @Test
  void anEmptyMasterHasNothingToCount() throws IOException {
    Statistics none = statistics();
    assertThat(none.getKindsList()).isEmpty();
    assertThat(none.getWorkersList()).isEmpty();
    assertThat(none.getObservations()).isZero();
  }

  @Test
  void kindsWorkersFamiliesQueuesAndPlacementsAreCounted() throws IOException {
    master
        .policies()
        .setOrder(SetOrderRequest.newBuilder().setQueue("default").setOrder("fifo").build());
    submit("benchmark", "resnet", 3);
    FakeWorker worker = master.worker("w1");
    await().until(() -> worker.running().size() == 3);
    assertThat(statistics().getKinds(0).getActive()).isEqualTo(3);
    assertThat(statistics().getQueues(0).getTasksActive()).isEqualTo(3);
    assertThat(statistics().getQueues(0).getOrder()).isEqualTo("fifo");
    assertThat(statistics().getWorkers(0).getAttempts()).isEqualTo(3);
    worker.endingAtOnce();
    awaitEnd("J1");
    master
        .policies()
        .setPlacement(SetPlacementRequest.newBuilder().setPlacement("first_fit").build());
    submit("tuning", "", 2);
    awaitEnd("J2");
    Statistics found = statistics();
    assertThat(found.getKindsList())
        .extracting(KindStatistics::getKind, KindStatistics::getCompleted)
        .containsExactly(tuple("benchmark", 3L), tuple("tuning", 2L));
    assertThat(found.getKinds(0).getAttemptsMap()).containsEntry("SUCCEEDED", 3L);
    assertThat(found.getKinds(0).getObservations()).isPositive();
    assertThat(found.getFamiliesList())
        .singleElement()
        .satisfies(
            family -> {
              assertThat(family.getFamily())
                  .as("without a GPU it is another thing")
                  .isEqualTo("resnet/cpu");
              assertThat(family.getSuccesses()).isEqualTo(3);
              assertThat(family.getWorkers()).isEqualTo(1);
            });
    assertThat(found.getWorkers(0).getFactorsList()).isNotEmpty();
    assertThat(found.getPlacementsList())
        .extracting(PlacementStatistics::getPlacement, PlacementStatistics::getPlaced)
        .containsExactly(tuple("best_fit", 3L), tuple("first_fit", 2L));
    assertThat(found.getObservations()).isEqualTo(5);
  }
}

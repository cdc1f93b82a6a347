package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.github.packtrain.protocol.v1.AddReservationRequest;
import io.github.packtrain.protocol.v1.ExplainJobRequest;
import io.github.packtrain.protocol.v1.ListReservationsRequest;
import io.github.packtrain.protocol.v1.RemoveReservationRequest;
import io.github.packtrain.protocol.v1.Reservation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers are reserved on a running master, over a restart, and open again. */
final class ReservationsTest extends RunningMaster {
  private static Reservation reservation(String worker) {
    return Reservation.newBuilder()
        .setName("repair")
        .addWorkers(worker)
        .setStart(Timestamps.fromMillis(System.currentTimeMillis()))
        .setEnd(Timestamps.fromMillis(System.currentTimeMillis() + 3_600_000))
        .build();
  }

  private Reservation add(Reservation reservation) throws IOException {
    return master
        .scheduler()
        .addReservation(AddReservationRequest.newBuilder().setReservation(reservation).build());
  }

  private List<Reservation> reserved() throws IOException {
    return master
        .scheduler()
        .listReservations(ListReservationsRequest.getDefaultInstance())
        .getReservationsList();
  }

  @Test
  void nothingStartsOnAReservedWorkerUntilItIsOpenAgain() throws Exception {
    FakeWorker worker = master.worker("w1");
    Reservation added = reservation("w1");
    await().ignoreExceptions().until(() -> add(added).equals(added));
    assertThat(reserved()).containsExactly(added);
    submit("waits", 1);
    await()
        .until(
            () ->
                master
                    .scheduler()
                    .explainJob(ExplainJobRequest.newBuilder().setJob("J1").build())
                    .getSummary()
                    .contains("w1 is reserved (repair for nobody)"));
    assertThat(worker.running()).isEmpty();
    worker.hangUp();
    restart();
    assertThat(reserved()).containsExactly(added);
    FakeWorker again = master.worker("w1");
    master
        .scheduler()
        .removeReservation(RemoveReservationRequest.newBuilder().setName("repair").build());
    await().until(() -> again.running().size() == 1);
    assertThat(reserved()).isEmpty();
  }

  @Test
  void gpusAreChosenWhenTheReservationIsMadeAndSurviveARestart() throws Exception {
    FakeWorker worker = master.worker("w1");
    Reservation wanted =
        reservation("w1").toBuilder().clearWorkers().addUsers("eve").setGpus(1).build();
    assertThatThrownBy(() -> add(wanted.toBuilder().setGpus(99).build()))
        .hasMessageContaining("99 GPUs cannot be kept");
    Reservation added =
        await().ignoreExceptions().until(() -> add(wanted), found -> found.getPartsCount() > 0);
    assertThat(added.getPartsList())
        .singleElement()
        .satisfies(part -> assertThat(part.getWorker()).isEqualTo("w1"))
        .satisfies(part -> assertThat(part.getDevicesList()).hasSize(1));
    worker.hangUp();
    restart();
    assertThat(reserved()).containsExactly(added);
  }

  @Test
  void anUnknownWorkerAndAMissingEndAreRefused() {
    assertThatThrownBy(() -> add(reservation("nobody"))).hasMessageContaining("no worker 'nobody'");
    assertThatThrownBy(() -> add(reservation("w1").toBuilder().clearEnd().build()))
        .hasMessageContaining("the reservation has no end");
  }
}

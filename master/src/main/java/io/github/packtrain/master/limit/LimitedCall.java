package io.github.packtrain.master.limit;

import com.google.protobuf.MessageLite;
import io.github.packtrain.master.call.Failures;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import java.util.concurrent.Semaphore;

/** A call that holds a place until it is over, and whose request is weighed before it goes on. */
final class LimitedCall<Q> extends SimpleForwardingServerCallListener<Q> {
  private final ServerCall<Q, ?> call;
  private final User user;
  private final Semaphore places;
  private int bytes;
  private boolean refused;
  private boolean over;

  LimitedCall(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call, User user, Semaphore places) {
    super(listener);
    this.call = call;
    this.user = user;
    this.places = places;
  }

  @Override
  public void onMessage(Q message) {
    if (refused) {
      return;
    }
    int size = message instanceof MessageLite sized ? sized.getSerializedSize() : 0;
    if (!user.takeBytes(size)) {
      refuse(UserLimits.tooManyBytes(user.name), UserLimits.RETRY_MILLIS);
      return;
    }
    bytes += size;
    long cost = tasks(message);
    long waitMillis = cost == 0 ? 0 : user.tasks.take(cost);
    if (waitMillis > 0) {
      refuse(UserLimits.tooManyTasks(user.name), waitMillis);
      return;
    }
    super.onMessage(message);
  }

  @Override
  public void onHalfClose() {
    if (!refused) {
      super.onHalfClose();
    }
  }

  @Override
  public void onCancel() {
    end();
    super.onCancel();
  }

  @Override
  public void onComplete() {
    end();
    super.onComplete();
  }

  private void refuse(Rejection rejection, long retryAfterMillis) {
    refused = true;
    call.close(Failures.status(rejection), Failures.trailers(rejection, retryAfterMillis));
  }

  private void end() {
    if (!over) {
      over = true;
      places.release();
      user.giveBytes(bytes);
    }
  }

  /** How many tasks it submits; those without parameters of their own are one for each job. */
  private static long tasks(Object message) {
    return switch (message) {
      case SubmitJobRequest job -> Math.max(1, job.getParamsCount());
      case SubmitJobsRequest jobs ->
          jobs.getJobsList().stream().mapToLong(LimitedCall::tasks).sum();
      default -> 0;
    };
  }
}

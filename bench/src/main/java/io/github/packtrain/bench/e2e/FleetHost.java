package io.github.packtrain.bench.e2e;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Observed;
import io.github.packtrain.protocol.v1.WorkerGatewayGrpc;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.security.PinnedToken;
import io.github.packtrain.session.worker.WorkerAction;
import io.github.packtrain.session.worker.WorkerIdentity;
import io.github.packtrain.session.worker.WorkerSession;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of workers in one process: the worker's real session, each on a connection of its own,
 * without devices, guard or handlers. What they are given either runs for ever or ends at once.
 */
public final class FleetHost {
  private static final long TICK_MILLIS = 1_000;
  private static final long DIAL_MILLIS = 500;

  /** Dials so many a second. */
  private static final int DIALS_PER_SECOND = 1_000;

  private final DelayQueue<Due> queue = new DelayQueue<>();
  private final EventLoopGroup events =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final int port;
  private final String secret;
  private final int cpuMilli;
  private final boolean endsAtOnce;

  private FleetHost(int port, String secret, int cpuMilli, boolean endsAtOnce) {
    this.port = port;
    this.secret = secret;
    this.cpuMilli = cpuMilli;
    this.endsAtOnce = endsAtOnce;
  }

  /**
   * Arguments: master port, token file, first number, count, CPU of each in milli, {@code hold} or
   * {@code end}.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    String secret = PinnedToken.parse(Files.readString(Path.of(args[1])).strip()).secret();
    FleetHost host =
        new FleetHost(
            Integer.parseInt(args[0]), secret, Integer.parseInt(args[4]), args[5].equals("end"));
    int first = Integer.parseInt(args[2]);
    int count = Integer.parseInt(args[3]);
    for (int i = 0; i < count; i++) {
      host.add(first + i, i * 1_000L / DIALS_PER_SECOND);
    }
    host.run();
  }

  /** Something to do at its time; in order of arrival within it. */
  private record Due(long atNanos, Runnable work) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(atNanos - ((Due) other).atNanos, 0);
    }
  }

  private void after(long millis, Runnable work) {
    queue.add(new Due(System.nanoTime() + millis * 1_000_000, work));
  }

  private void run() throws InterruptedException {
    while (true) {
      queue.take().work.run();
    }
  }

  private void add(int number, long delayMillis) {
    Member member = new Member(number);
    after(delayMillis, member::dial);
    after(delayMillis + TICK_MILLIS, member::tick);
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** One worker. For the queue's thread only. */
  private final class Member {
    private final WorkerSession session;
    private final WorkerGatewayGrpc.WorkerGatewayStub stub;
    private @Nullable StreamObserver<WorkerMessage> outgoing;
    private int streams;
    private long flushAtMillis = Long.MAX_VALUE;

    Member(int number) {
      String name = "f%05d".formatted(number);
      WorkerSpec spec = WorkerSpec.of(name, new Resources(cpuMilli, 1L << 34, 1L << 34), List.of());
      session = new WorkerSession(new WorkerIdentity("uid-" + name, now(), spec));
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + secret);
      stub =
          WorkerGatewayGrpc.newStub(
                  NettyChannelBuilder.forAddress("127.0.0.1", port)
                      .eventLoopGroup(events)
                      .channelType(NioSocketChannel.class)
                      .directExecutor()
                      .usePlaintext()
                      .build())
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    void dial() {
      int mine = ++streams;
      outgoing =
          stub.connect(
              new StreamObserver<>() {
                @Override
                public void onNext(MasterMessage message) {
                  after(0, () -> act(mine, session.received(message, now())));
                }

                @Override
                public void onError(Throwable problem) {
                  after(0, () -> closed(mine));
                }

                @Override
                public void onCompleted() {
                  after(0, () -> closed(mine));
                }
              });
      act(mine, session.opened(now()));
    }

    private void closed(int stream) {
      if (stream == streams && outgoing != null) {
        outgoing = null;
        session.closed();
        after(DIAL_MILLIS, this::dial);
      }
    }

    void tick() {
      act(streams, session.tick(now(), Observed.getDefaultInstance()));
      after(TICK_MILLIS, this::tick);
    }

    private void act(int stream, List<WorkerAction> actions) {
      if (stream != streams) {
        return;
      }
      List<WorkerAction> all = new ArrayList<>(actions);
      for (int i = 0; i < all.size(); i++) {
        perform(all.get(i), all);
      }
      session.flush(now()).forEach(action -> perform(action, all));
      long due = session.flushDueMillis();
      if (due < flushAtMillis) {
        flushAtMillis = due;
        after(
            Math.max(0, due - now()),
            () -> {
              flushAtMillis = Long.MAX_VALUE;
              act(streams, List.of());
            });
      }
    }

    private void perform(WorkerAction action, List<WorkerAction> more) {
      switch (action) {
        case WorkerAction.Send(WorkerMessage message) -> {
          StreamObserver<WorkerMessage> stream = outgoing;
          if (stream != null) {
            stream.onNext(message);
          }
        }
        case WorkerAction.Start start -> {
          session.started(start.attempt(), now());
          if (endsAtOnce) {
            more.addAll(
                session.ended(start.attempt(), AttemptResult.succeeded(Map.of(), 0), now()));
          }
        }
        case WorkerAction.Stop(var attempt, var reason) ->
            more.addAll(session.ended(attempt, AttemptResult.ended(reason, ""), now()));
        case WorkerAction.GiveUp(var why) -> throw new IllegalStateException("" + why);
        case WorkerAction.Reconnect _ -> closed(streams);
        case WorkerAction.Release _, WorkerAction.RenewLease _, WorkerAction.AnswerLog _ -> {}
      }
    }
  }
}

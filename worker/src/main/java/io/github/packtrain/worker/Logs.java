package io.github.packtrain.worker;

import com.google.protobuf.ByteString;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.LogRequest;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.worker.guard.AttemptDirectory;
import io.github.packtrain.worker.guard.OutputReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Answers requests for output, each on a thread of its own; bounded in number. */
final class Logs {
  private static final int REQUESTS_MAX = 64;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final long FOLLOW_MILLIS = 200;

  private final Function<AttemptId, AttemptDirectory> filesOf;
  private final Predicate<AttemptId> isRunning;
  private final Consumer<LogChunk> sink;
  private final Map<Long, Thread> following = new ConcurrentHashMap<>();

  /**
   * @param filesOf may be called from any thread
   * @param isRunning may be called from any thread
   * @param sink takes the answers, from any thread
   */
  Logs(
      Function<AttemptId, AttemptDirectory> filesOf,
      Predicate<AttemptId> isRunning,
      Consumer<LogChunk> sink) {
    this.filesOf = filesOf;
    this.isRunning = isRunning;
    this.sink = sink;
  }

  void answer(LogRequest request) {
    if (request.getCancel()) {
      cancel(request.getRequest());
    } else if (following.size() >= REQUESTS_MAX) {
      sink.accept(
          problem(request, "this worker answers " + REQUESTS_MAX + " log requests already"));
    } else {
      Thread thread =
          Thread.ofVirtual().name("log-" + request.getRequest()).unstarted(() -> serve(request));
      following.put(request.getRequest(), thread);
      thread.start();
    }
  }

  /** The stream to the master is gone, and with it everybody who asked. */
  void cancelAll() {
    following.keySet().forEach(this::cancel);
  }

  private void cancel(long request) {
    Thread thread = following.remove(request);
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void serve(LogRequest request) {
    try {
      AttemptId attempt = JobWire.toModel(request.getAttempt());
      if (!Files.exists(output(request, attempt)) && !isRunning.test(attempt)) {
        sink.accept(
            problem(
                request, "attempt " + attempt + " wrote no output, or this worker has it no more"));
        return;
      }
      send(request, attempt);
    } catch (IOException e) {
      sink.accept(problem(request, "cannot read the output: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      following.remove(request.getRequest());
    }
  }

  /** Asked for anew each time: it is known only once the attempt has started. */
  private Path output(LogRequest request, AttemptId attempt) {
    AttemptDirectory files = filesOf.apply(attempt);
    return request.getStderr() ? files.stderr() : files.stdout();
  }

  private void send(LogRequest request, AttemptId attempt)
      throws IOException, InterruptedException {
    long offset =
        request.getOffset() >= 0
            ? request.getOffset()
            : Math.max(0, OutputReader.length(output(request, attempt)) + request.getOffset());
    long left = request.getMaxBytes() > 0 ? request.getMaxBytes() : Long.MAX_VALUE;
    while (true) {
      boolean running = isRunning.test(attempt);
      OutputReader.Chunk chunk =
          OutputReader.read(output(request, attempt), offset, (int) Math.min(CHUNK_BYTES, left));
      byte[] bytes = chunk.bytes();
      offset = chunk.nextOffset();
      left -= bytes.length;
      boolean more = bytes.length > 0 && left > 0;
      boolean end = !more && !(request.getFollow() && running && left > 0);
      if (bytes.length > 0 || end) {
        sink.accept(
            LogChunk.newBuilder()
                .setRequest(request.getRequest())
                .setData(ByteString.copyFrom(bytes))
                .setNextOffset(offset)
                .setEnd(end)
                .build());
      }
      if (end) {
        return;
      }
      if (!more) {
        Thread.sleep(FOLLOW_MILLIS);
      }
    }
  }

  private static LogChunk problem(LogRequest request, String problem) {
    return LogChunk.newBuilder()
        .setRequest(request.getRequest())
        .setEnd(true)
        .setProblem(problem)
        .build();
  }
}

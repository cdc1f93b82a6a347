package io.github.packtrain.worker.handler;

import io.github.packtrain.model.*;
import java.nio.file.Path;
import java.util.*;

public record HandlerStart(
    AttemptId attempt,
    TaskBody.Handler handler,
    String params,
    long timeLimitMillis,
    long graceMillis,
    List<String> requiredMetrics,
    Path workerDirectory) {}

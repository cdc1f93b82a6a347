package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.Measurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call without a worker around it. */
final class Call implements HandlerCall {
  final List<Measurement> reports = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  private final String options;
  private final String parameters;
  boolean cancelled;

  Call(String options, String parameters) {
    this.options = options;
    this.parameters = parameters;
  }

  @Override
  public AttemptId attempt() {
    return AttemptId.of(1, 0, 1);
  }

  @Override
  public HandlerParameters params() throws BadParameterException {
    return HandlerParameters.parse("parameter", parameters);
  }

  @Override
  public HandlerParameters options() throws BadParameterException {
    return HandlerParameters.parse("option", options);
  }

  @Override
  public Optional<GangMember> findGang() {
    return Optional.empty();
  }

  @Override
  public Path checkpointDirectory() {
    throw new UnsupportedOperationException("no handler here keeps checkpoints");
  }

  @Override
  public void report(long step, Map<String, Double> metrics) {
    reports.add(new Measurement(step, metrics));
  }

  @Override
  public void log(String line) {
    lines.add(line);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }
}

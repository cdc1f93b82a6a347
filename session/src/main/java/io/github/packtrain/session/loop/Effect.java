package io.github.packtrain.session.loop;

import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.MasterMessage;

/** What the shell does once the batch's facts are durable. */
public sealed interface Effect {
  record Reply(long token, Answer answer) implements Effect {}

  record Send(long connection, MasterMessage message) implements Effect {}

  /** Tell the worker why, then close its stream. */
  record Close(long connection, Rejection why) implements Effect {}

  record LogData(long token, LogChunk chunk) implements Effect {}
}

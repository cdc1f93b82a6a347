package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Decision;
import io.github.packtrain.journal.History;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.shell.RejectedException;
import io.github.packtrain.master.shell.Shell;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Principal;
import io.github.packtrain.session.loop.Answer;
import io.github.packtrain.session.loop.Request;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What services do with the shell: read, and ask the loop. A refusal fails the future. */
record Backend(Shell shell) {
  /** For what may take a while. */
  static final Executor VIRTUAL = work -> Thread.ofVirtual().name("reads").start(work);

  /** Reads as the present caller. */
  <T> CompletableFuture<T> read(BiFunction<View, Principal, T> reader) {
    Principal caller = Caller.current();
    return shell.replica().read(view -> reader.apply(view, caller));
  }

  /** Reads in the course of a call. */
  <T> CompletableFuture<T> readMore(Function<View, T> reader) {
    return shell.replica().read(reader);
  }

  /** Reads what has ended; may take a while, so on a thread of its own. */
  <T> CompletableFuture<T> fromHistory(Function<History, T> reader) {
    return shell
        .replica()
        .historyReady()
        .thenApplyAsync(_ -> reader.apply(shell.history()), VIRTUAL);
  }

  /** Carries out one command. */
  CompletableFuture<Decision.Reply> execute(Command command, int bytes) {
    return execute(List.of(command), bytes).thenApply(List::getFirst);
  }

  /** Carries out all commands or none. */
  CompletableFuture<List<Decision.Reply>> execute(List<Command> commands, int bytes) {
    return shell
        .calls()
        .send(new Request.Commands(commands), bytes)
        .thenApply(
            answer ->
                switch (answer) {
                  case Answer.Accepted accepted -> accepted.replies();
                  case Answer.Rejected rejected ->
                      throw new RejectedException(rejected.rejection());
                  case Answer.StudyAccepted _ -> throw new IllegalStateException("" + answer);
                });
  }

  /** Carries out what concerns a study. */
  CompletableFuture<Answer.StudyAccepted> study(Request request, int bytes) {
    return shell
        .calls()
        .send(request, bytes)
        .thenApply(
            answer ->
                switch (answer) {
                  case Answer.StudyAccepted accepted -> accepted;
                  case Answer.Rejected rejected ->
                      throw new RejectedException(rejected.rejection());
                  case Answer.Accepted _ -> throw new IllegalStateException("" + answer);
                });
  }
}

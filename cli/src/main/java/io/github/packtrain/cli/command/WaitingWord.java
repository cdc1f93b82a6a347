package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.tree.Node;

/** Says once why a job waits whose start somebody looks forward to. */
final class WaitingWord {
  private final MasterApi api;
  private final Terminal terminal;
  private final int rounds;
  private int waited;

  /**
   * @param rounds how often a job is met waiting before that is worth a word
   */
  WaitingWord(MasterApi api, Terminal terminal, int rounds) {
    this.api = api;
    this.terminal = terminal;
    this.rounds = rounds;
  }

  /** Told of the job once a round. */
  void show(Node job) {
    if (waited < rounds && job.text("state").equals("JOB_PENDING") && ++waited == rounds) {
      String id = job.text("id");
      try {
        Node explanation = api.get(MasterApi.path("/v1/jobs/%s:explain", id));
        terminal.say(id + ": " + explanation.text("summary"));
      } catch (Failure _) {
        waited = 0; // The master is away for a moment.
      }
    }
  }
}

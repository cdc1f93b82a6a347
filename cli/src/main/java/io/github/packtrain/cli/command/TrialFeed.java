package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.tree.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The running trials of a study, found again and again. Trials come in the order of their numbers,
 * so pages of which every trial has ended need not be read again.
 */
final class TrialFeed {
  private static final int PAGE = 100;

  private final MasterApi api;
  private final String path;
  private String token = "";

  TrialFeed(MasterApi api, String study) {
    this.api = api;
    this.path = MasterApi.path("/v1/studies/%s/trials", study);
  }

  /** The trials that run now. */
  List<Node> running() {
    List<Node> running = new ArrayList<>();
    String next = token;
    boolean allEnded = true;
    while (true) {
      Node page = api.get(path + MasterApi.query("pageSize", PAGE, "pageToken", next));
      for (Node trial : page.items("trials")) {
        if (trial.text("state").equals("running")) {
          running.add(trial);
          allEnded = false;
        }
      }
      next = page.text("nextPageToken");
      if (next.isEmpty()) {
        return running;
      }
      if (allEnded) {
        token = next;
      }
    }
  }
}

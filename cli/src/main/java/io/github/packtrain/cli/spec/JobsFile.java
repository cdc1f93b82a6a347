package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.Node;
import java.util.List;

/**
 * Jobs that will be submitted together and may wait for each other.
 *
 * @param jobs in the order of the file
 * @param request a SubmitJobsRequest in JSON, without submission ids
 */
public record JobsFile(String name, List<JobFile> jobs, Node.Mapping request) implements SpecFile {
  public JobsFile {
    jobs = List.copyOf(jobs);
  }
}

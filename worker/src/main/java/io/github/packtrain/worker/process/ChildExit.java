package io.github.packtrain.worker.process;

/**
 * The end of a child process, with what it used.
 *
 * @param cpuMillis processor time of the child and of the descendants that it waited for; 0 where
 *     the system does not say
 * @param maxResidentBytes the largest resident memory of any one of them; 0 where not known
 */
public record ChildExit(int pid, ExitStatus status, long cpuMillis, long maxResidentBytes) {}

package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Why things are as they are, word by word. */
class ExplainerTest {
  @Test
  void noWorkers() {
    play(
        """
        submit s tasks=3               -> J1 admitted x3
        plan                           -> nothing
        explain J1                     -> WAITING (3): 3 tasks wait: no worker is registered
                                       -> HINT packtrain worker start starts a worker on this machine
        """);
  }

  @Test
  void waitsForFreeDevicesWithSomebodyAhead() {
    play(
        """
        worker a gpus=A100:80,A100:80  -> W1 registered
        worker b gpus=A100:80 label=zone:x -> W2 registered
        submit big gpus=2              -> J1 admitted x1
        plan                           -> J1/0.1 on W1 gpu 0,1
        submit next gpus=2             -> J2 admitted x1
        submit mine gpus=2 cpu=2 tasks=4 -> J3 admitted x4
        submit first gpus=2 prio=90    -> J4 admitted x1
        submit never gpus=9 prio=90    -> J5 admitted x1
        plan                           -> nothing
        explain J3                     -> WAITING (4): 4 tasks wait: needs 2 GPUs; the most free on 2 workers is 1 GPU (b)
                                       -> AHEAD 2 [J2, J4]
                                       -> ETA starts within 3 h, by time limits
                                       -> HINT submitted with --gpu 1 it could start now on b
        explain J3/2                   -> WAITING (1): waits: needs 2 GPUs; the most free on 2 workers is 1 GPU (b)
                                       -> AHEAD 2 [J2, J4]
                                       -> ETA starts within 5 h, by time limits
                                       -> HINT submitted with --gpu 1 it could start now on b
        drain W1                       -> W1 draining
        plan                           -> nothing
        explain J3                     -> WAITING (4): 4 tasks wait: needs 2 GPUs; b has 1 GPU free
                                       -> AND 1 worker is drained and takes no new work (a)
                                       -> AHEAD 2 [J2, J4]
                                       -> HINT submitted with --gpu 1 it could start now on b
                                       -> HINT packtrain worker resume a gives it work again
        undrain W1                     -> W1 open
        cut W1                         ->
        plan                           -> nothing
        explain J3                     -> WAITING (4): 4 tasks wait: needs 2 GPUs; b has 1 GPU free
                                       -> AND 1 worker is not connected just now (a)
                                       -> AHEAD 2 [J2, J4]
                                       -> HINT submitted with --gpu 1 it could start now on b
        """);
  }

  @Test
  void theClosestMissOfTheImpossible() {
    play(
        """
        worker a cpu=8 gpus=A100:40,A100:40 -> W1 registered
        worker b cpu=16 gpus=T4:16     -> W2 registered
        submit mem gpus=2 gpumem=80    -> J1 admitted x1
        submit count gpus=4            -> J2 admitted x1
        submit kind gpus=1 model=H100  -> J3 admitted x1
        submit cpu cpu=64              -> J4 admitted x1
        submit label label=zone:y      -> J5 admitted x1
        submit all cpu=64 mem=512 gpus=1 gpumem=80 -> J6 admitted x1
        plan                           -> nothing
        explain J1                     -> IMPOSSIBLE (1): 1 task can run on no registered worker, even an empty one: needs 2 GPUs on one worker; b has 1 GPU
                                       -> AND needs 80 GiB on each GPU; a has 40 GiB on a device; 0 of 2 GPUs there have it
                                       -> HINT submitted with --gpu-mem 40GiB it could start now on a
                                       -> HINT a further worker could run it, with at least 1 CPU, 2 GPUs with 80 GiB
        explain J2                     -> IMPOSSIBLE (1): 1 task can run on no registered worker, even an empty one: needs 4 GPUs on one worker; the most of 2 workers is 2 GPUs (a)
                                       -> HINT submitted with --gpu 2 it could start now on a
                                       -> HINT a further worker could run it, with at least 1 CPU, 4 GPUs
        explain J3                     -> IMPOSSIBLE (1): 1 task can run on no registered worker, even an empty one: needs a GPU of another kind than 2 workers offer (a has A100)
                                       -> HINT submitted with --gpu A100:1 it could start now on a
                                       -> HINT submitted with --gpu T4:1 it could start now on b
                                       -> HINT a further worker could run it, with at least 1 CPU, 1 GPU (H100)
        explain J4                     -> IMPOSSIBLE (1): 1 task can run on no registered worker, even an empty one: needs 64 CPUs; the most of 2 workers is 16 CPUs (b)
                                       -> HINT submitted with --cpu 16 it could start now on b
                                       -> HINT a further worker could run it, with at least 64 CPUs
        explain J5                     -> IMPOSSIBLE (1): 1 task can run on no registered worker, even an empty one: 2 workers lack label zone=y
                                       -> HINT submitted without --label zone=y it could start now on 2 workers, such as b
                                       -> HINT a further worker could run it, with at least 1 CPU, label zone=y
        explain J6                     -> IMPOSSIBLE (1): 1 task can run on no registered worker, even an empty one: needs 80 GiB of GPU memory; the most of 2 workers is 40 GiB on a device (a)
                                       -> AND needs 64 CPUs; the most of 2 workers is 16 CPUs (b)
                                       -> AND needs 512 GiB of memory; the most of 2 workers is 64 GiB (a)
                                       -> HINT submitted with --cpu 8 --mem 64GiB --gpu-mem 40GiB it could start now on a
                                       -> HINT a further worker could run it, with at least 64 CPUs, 512 GiB of memory, 1 GPU with 80 GiB
        """);
  }

  @Test
  void gpuMemoryHeldByOthers() {
    play(
        """
        worker a cpu=8 gpus=A100:80    -> W1 registered
        submit s share=0.25 gpumem=49  -> J1 admitted x1
        plan                           -> J1/0.1 on W1 gpu 0:250m/49G
        submit t share=0.25 gpumem=40  -> J2 admitted x1
        submit u share=0.9             -> J3 admitted x1
        plan                           -> nothing
        explain J2                     -> WAITING (1): 1 task waits: needs 40 GiB of GPU memory; a has 31 GiB free on a device
                                       -> ETA starts within 1 h, by time limits
                                       -> HINT submitted with --gpu-mem 31GiB it could start now on a
        explain J3                     -> WAITING (1): 1 task waits: needs 0.9 of a GPU; a has 0.75 of a GPU free
                                       -> AHEAD 1 [J2]
                                       -> ETA starts within 2 h, by time limits
        """);
  }

  @Test
  void theJobsOwnLimitAndBackoff() {
    play(
        """
        worker a cpu=8                 -> W1 registered
        submit s tasks=5 par=2 retry=3:60000:60000 -> J1 admitted x5
        plan                           -> J1/0.1 on W1; J1/1.1 on W1
        explain J1                     -> WAITING (3): 3 tasks wait: the job runs at most 2 tasks at a time, and 2 are active
                                       -> HINT a higher --max-parallel lets more of its tasks run at a time
        end J1/0.1 failed              -> J1/0.1 FAILED, again in 60000
        explain J1                     -> WAITING (4): 4 tasks wait: there is room: the next cycle, within milliseconds, takes it up
                                       -> AND the job runs at most 2 tasks at a time, and 1 is active
                                       -> AND 1 task failed and is tried again at 1970-01-01T00:17:40Z
                                       -> HINT a higher --max-parallel lets more of its tasks run at a time
        explain J1/0                   -> WAITING (1): waits: failed 1 time and is tried again at 1970-01-01T00:17:40Z
        explain J1/1                   -> RUNNING (0): was given to worker a and is about to start
        start J1/1.1                   -> J1/1.1 started
        explain J1/1                   -> RUNNING (0): runs on worker a
        """);
  }

  @Test
  void planned() {
    play(
        """
        worker a cpu=2                 -> W1 registered
        submit s tasks=3               -> J1 admitted x3
        explain J1                     -> WAITING (3): 3 tasks wait: there is room: the next cycle, within milliseconds, takes it up
                                       -> AND needs 1 CPU; a has 0 CPUs free
        submit t cpu=0.5               -> J2 admitted x1
        explain J2                     -> WAITING (1): 1 task waits: needs 0.5 CPUs; a has 0 CPUs free
                                       -> AHEAD 1 [J1]
                                       -> ETA starts within 1 h, by time limits
        plan                           -> J1/0.1 on W1; J1/1.1 on W1
        explain J1                     -> WAITING (1): 1 task waits: needs 1 CPU; a has 0 CPUs free
                                       -> ETA starts within 1 h, by time limits
        """);
  }

  @Test
  void runningAndEnded() {
    play(
        """
        worker a cpu=2                 -> W1 registered
        submit s tasks=2               -> J1 admitted x2
        plan                           -> J1/0.1 on W1; J1/1.1 on W1
        start J1/0.1                   -> J1/0.1 started
        explain J1                     -> RUNNING (0): 1 task runs, 1 about to start
        cancel J1/0                    -> J1/0.1 stop CANCELLED
        explain J1/0                   -> RUNNING (0): runs on worker a; it was asked to stop (cancelled)
        end J1/0.1 cancelled           -> J1/0.1 CANCELLED, task CANCELLED
        explain J1/0                   -> ENDED (0): ended: cancelled
        end J1/1.1 ok run=9            -> J1/1.1 SUCCEEDED, task COMPLETED; J1 CANCELLED
        explain J1                     -> ENDED (0): ended: cancelled (1 completed, 0 failed, 0 timed out, 1 cancelled)
        submit o open tasks=0          -> J2 admitted x0 open
        explain J2                     -> WAITING (0): has nothing to run now, and is open: more tasks can be added until it is closed
        """);
  }

  @Test
  void whyAWorkerDoesNotDoMore() {
    play(
        """
        worker a cpu=4 mem=8 gpus=A100:80,A100:80 -> W1 registered
        worker b cpu=2                 -> W2 registered
        explain W1                     -> IDLE: has 0 tasks; 2 of 2 GPUs, 4 of 4 CPUs and 8 GiB of 8 GiB of memory are free; nothing waits
        submit s gpus=1 tasks=4        -> J1 admitted x4
        submit t cpu=3                 -> J2 admitted x1
        submit u gpus=1 model=H100 prio=90 -> J3 admitted x1
        plan                           -> J1/0.1 on W1 gpu 0; J1/1.1 on W1 gpu 1
        explain W1                     -> FULL: has 2 tasks; 0 of 2 GPUs, 2 of 4 CPUs and 8 GiB of 8 GiB of memory are free
                                       -> MISS J3 x1: needs a GPU of another kind than 1 worker offers (a has A100);
                                       -> MISS J1 x2: needs 1 GPU; a has 0 GPUs free;
                                       -> MISS J2 x1: needs 3 CPUs; a has 2 CPUs free;
        explain W2                     -> IDLE: has 0 tasks; 2 of 2 CPUs and 64 GiB of 64 GiB of memory are free
                                       -> MISS J3 x1: needs a GPU of another kind than 1 worker offers (b has no GPU);
                                       -> MISS J1 x2: needs a GPU of another kind than 1 worker offers (b has no GPU);
                                       -> MISS J2 x1: needs 3 CPUs; b has 2 CPUs;
        drain W2                       -> W2 draining
        explain W2                     -> DRAINED: is drained (care) and takes no new work; has 0 tasks
        cut W1                         ->
        explain W1                     -> UNREACHABLE: is not connected just now and takes no new work; has 2 tasks
        lose W1                        -> W1 lost; J1/0.1 LOST, again; J1/1.1 LOST, again
        explain W1                     -> LOST: was silent for too long and is lost; what ran there runs elsewhere
        """);
  }
}

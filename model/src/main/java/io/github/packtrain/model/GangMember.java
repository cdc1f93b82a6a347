package io.github.packtrain.model;

/**
 * What a member of a gang knows of it.
 *
 * @param rank its own number, from 0
 * @param size how many run together
 * @param rendezvous {@code HOST:PORT} on the machine of rank 0, where the members may meet; no
 *     other gang has the port there meanwhile
 */
public record GangMember(int rank, int size, String rendezvous) {
  /** Of the machine of rank 0. */
  public String host() {
    return rendezvous.substring(0, rendezvous.lastIndexOf(':'));
  }

  /** At which rank 0 may listen. */
  public int port() {
    return Integer.parseInt(rendezvous.substring(rendezvous.lastIndexOf(':') + 1));
  }
}

package io.github.packtrain.master.shell;

import io.github.packtrain.session.loop.Presence;
import io.github.packtrain.session.world.World;

/**
 * What readers see; valid only within the read.
 *
 * @param journalPosition how many events it contains
 */
public record View(World world, Presence presence, long journalPosition) {}

package io.github.packtrain.master.shell;

import io.github.packtrain.session.loop.Presence;
import io.github.packtrain.session.world.World;

/**
 * What readers see; valid only within the read.
 *
 * @param choices why attempts got their workers
 * @param journalPosition how many events it contains
 */
public record View(World world, Presence presence, ChoiceLog choices, long journalPosition) {}

package io.github.packtrain.model.policy;

import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;

/**
 * A task that looks for a worker; tasks that are alike in all of this are placed alike.
 *
 * @param request what it asks for
 * @param gang how many start together with it; 1 when it starts by itself
 * @param profile what it is: kind, family, what it shares
 */
public record TaskToPlace(String queue, int priority, Request request, int gang, Profile profile) {}

package io.github.packtrain.core.plan;

import io.github.packtrain.model.Request;

/**
 * What makes tasks alike for the scheduler: same queue, priority and request. Parameters do not
 * count.
 */
public record ClassKey(String queue, int priority, Request request) {}

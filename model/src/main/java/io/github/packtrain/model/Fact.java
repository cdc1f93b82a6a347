package io.github.packtrain.model;

/**
 * Something that happened and is recorded in the journal. The core's events and the studies' events
 * are facts; a state is rebuilt by applying its facts in order.
 */
public interface Fact {}

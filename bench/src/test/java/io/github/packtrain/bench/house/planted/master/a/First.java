package io.github.packtrain.bench.house.planted.master.a;

import io.github.packtrain.bench.house.planted.master.b.Second;

/** One half of a cycle of packages. */
public record First(Second second) {}

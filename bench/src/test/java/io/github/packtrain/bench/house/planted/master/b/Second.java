package io.github.packtrain.bench.house.planted.master.b;

import io.github.packtrain.bench.house.planted.master.a.First;
import java.util.List;

/** The other half of a cycle of packages. */
public record Second(List<First> firsts) {}

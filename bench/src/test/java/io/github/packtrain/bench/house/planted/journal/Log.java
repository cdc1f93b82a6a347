package io.github.packtrain.bench.house.planted.journal;

/** What a planted core class knows although it may not. */
public final class Log {}
